// @vitest-environment happy-dom
import { MOST_WIRE_POINTS } from '@frameloom/graph'
import { describe, expect, test } from 'vitest'
import { documentOf, nodeOf, openEditor, pair, wireOf } from './editor.fixture.js'
import { isManifestWire, wireId, wirePointId } from './manifest-wire.js'
import { replaceWire } from './wire-flow.js'

describe('reroute points', () => {
  const [wire] = pair.wires
  const id = wire === undefined ? '' : wireId(wire)
  const led = documentOf({ ...pair, wires: [{ ...wire, points: [{ x: 5, y: 6, note: 'theirs' }], color: 'red' }] })
  const shownPoints = (editor: ReturnType<typeof openEditor>['editor']) => {
    const connection = editor.getConnection(id)
    return isManifestWire(connection) ? connection.points : undefined
  }

  test('of a document lead its wires, and those of the next document after it', async () => {
    const { editor, mirror, heard } = openEditor()
    await mirror.show(led)
    expect(shownPoints(editor)).toEqual([{ x: 5, y: 6, note: 'theirs' }])
    await mirror.show(pair)
    expect(shownPoints(editor)).toEqual([])
    expect(heard).toEqual([])
  })

  test('that the editor moves are heard, in whole pixels, and nothing else of the wire changes', async () => {
    const { mirror, routes, heard } = openEditor()
    await mirror.show(led)
    routes.move(new Set([wirePointId(id, 0)]), { x: 10.4, y: 0 })
    expect(heard.map(({ wires }) => wires)).toEqual([
      [{ ...wire, points: [{ x: 15, y: 6, note: 'theirs' }], color: 'red' }],
    ])
    mirror.route(id, [])
    expect(heard.at(-1)?.wires).toEqual([{ ...wire, color: 'red' }])
  })

  test('and nodes that are moved in one gesture are heard once', async () => {
    const { area, mirror, routes, heard } = openEditor()
    await mirror.show(led)
    await mirror.gesture(async () => {
      routes.add(id, { x: 0, y: 300 })
      await area.translate('a', { x: 50, y: 60 })
      routes.move(new Set([wirePointId(id, 0)]), { x: 1, y: 1 })
    })
    expect(heard).toHaveLength(1)
    expect(heard[0]?.wires[0]?.points).toHaveLength(2)
    expect(heard[0]?.nodes[0]?.position).toEqual({ x: 50, y: 60 })
  })

  test('are bounded in number', async () => {
    const { mirror, routes } = openEditor()
    await mirror.show(pair)
    const added = Array.from({ length: MOST_WIRE_POINTS + 1 }, (_, y) => routes.add(id, { x: 0, y }))
    expect(added.at(-2)).toBeDefined()
    expect(added.at(-1)).toBeUndefined()
    expect(mirror.document.wires[0]?.points).toHaveLength(MOST_WIRE_POINTS)
  })

  test('stay with a wire that is led to another input', async () => {
    const { editor, mirror } = openEditor()
    const more = documentOf({ ...led, nodes: [...led.nodes, nodeOf('c', 'test/end')] })
    await mirror.show(more)
    await replaceWire(editor, wireOf('a.model', 'c.model'), editor.getConnection(id))
    expect(mirror.document.wires).toEqual([{ ...more.wires[0], ...wireOf('a.model', 'c.model') }])
  })
})
