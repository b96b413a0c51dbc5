// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { documentOf, nodeOf, openEditor, pair } from './editor.fixture.js'
import { wireId } from './manifest-wire.js'

describe('a node that is removed while it is held', () => {
  const [wire] = pair.wires
  const id = wire === undefined ? '' : wireId(wire)
  const held = async () => {
    const opened = openEditor()
    await opened.mirror.show(documentOf({ ...pair, nodes: [...pair.nodes, nodeOf('c', 'test/filter')] }))
    await opened.area.emit({ type: 'nodepicked', data: { id: 'c' } })
    return opened
  }

  test('leaves the places of what came along in the document, and what happens later too', async () => {
    const { area, editor, mirror, routes, heard } = await held()
    await area.translate('a', { x: 30, y: 40 })
    expect(heard).toEqual([])
    await editor.removeNode('c')
    expect(mirror.document.nodes.map(({ id: node }) => node)).toEqual(['a', 'b'])
    expect(mirror.document.nodes[0]?.position).toEqual({ x: 30, y: 40 })
    routes.add(id, { x: 200, y: 90 })
    expect(heard.at(-1)?.wires[0]?.points).toEqual([{ x: 200, y: 90 }])
  })

  test('and comes back is no longer moved by the hand that held it: Rete moves the view that is gone until the release', async () => {
    const { area, editor, mirror } = await held()
    const before = mirror.document
    const gone = area.nodeViews.get('c')
    await editor.removeNode('c')
    await mirror.show(before)
    await gone?.translate(70, 80)
    expect(mirror.document).toBe(before)
  })

  test('by another document leaves nothing of the drag behind', async () => {
    const { area, mirror, heard } = await held()
    await area.translate('a', { x: 30, y: 40 })
    await mirror.show(pair)
    expect(mirror.document).toBe(pair)
    expect(area.nodeViews.get('a')?.position).toEqual({ x: 10, y: 20 })
    await area.translate('b', { x: 1, y: 2 })
    expect(heard.map(({ nodes }) => nodes.map(({ position }) => position))).toEqual([
      [
        { x: 10, y: 20 },
        { x: 1, y: 2 },
      ],
    ])
  })
})
