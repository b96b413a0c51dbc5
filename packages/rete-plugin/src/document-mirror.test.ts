// @vitest-environment happy-dom
import { MOST_WIRE_POINTS, saveDocument } from '@frameloom/graph'
import fc from 'fast-check'
import { ClassicPreset } from 'rete'
import { describe, expect, test } from 'vitest'
import { documentOf, nodeOf, openEditor, wireOf } from './editor.fixture.js'
import { isManifestNode } from './manifest-node.js'
import { endsOf, isManifestWire, wireId, wirePointId } from './manifest-wire.js'
import { replaceWire } from './wire-flow.js'

const pair = documentOf({
  nodes: [nodeOf('a', 'test/source', { position: { x: 10, y: 20 } }), nodeOf('b', 'test/end')],
  wires: [wireOf('a.model', 'b.model')],
})

describe('showing a document', () => {
  test('makes its nodes, places and wires and tells nobody, since the caller has it', async () => {
    const { editor, area, mirror, heard } = openEditor()
    await mirror.show(pair)
    expect(editor.getNodes().map(({ id }) => id)).toEqual(['a', 'b'])
    expect(area.nodeViews.get('a')?.position).toEqual({ x: 10, y: 20 })
    expect(editor.getConnections().map(endsOf)).toEqual([wireOf('a.model', 'b.model')])
    expect(heard).toEqual([])
    expect(mirror.document).toBe(pair)
  })

  test('touches only what differs from what is shown', async () => {
    const { editor, mirror } = openEditor()
    await mirror.show(pair)
    const [a] = editor.getNodes()
    await mirror.show({ ...pair, wires: [], nodes: pair.nodes.slice(0, 1) })
    expect(editor.getNodes()).toEqual([a])
    expect(editor.getConnections()).toEqual([])
  })

  test('replaces a node whose type changed, and its wires stay in the document', async () => {
    const { editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    const changed = documentOf({ ...pair, nodes: [nodeOf('a', 'somebody/else'), nodeOf('b', 'test/end')] })
    await mirror.show(changed)
    expect(mirror.document.wires).toEqual(pair.wires)
    expect(editor.getConnections()).toHaveLength(1)
    expect(heard).toEqual([])
  })
})

describe('a document that cannot be shown', () => {
  const clash = async () => {
    const opened = openEditor()
    const mine = new ClassicPreset.Node('mine')
    mine.id = 'a'
    await opened.editor.addNode(mine)
    return opened
  }

  test('since the host has a node of that id, is refused in words and changes nothing', async () => {
    const { editor, mirror } = await clash()
    const before = mirror.document
    await expect(mirror.show(pair)).rejects.toThrow("its node 'a' has the id of the editor's own node 'mine'")
    expect(editor.getNodes().map(({ label }) => label)).toEqual(['mine'])
    expect(mirror.document).toBe(before)
  })

  test('does not keep the next one from being shown', async () => {
    const { editor, mirror } = openEditor()
    const failing = { once: true }
    editor.addPipe((signal) => {
      if (signal.type === 'nodecreate' && failing.once) {
        failing.once = false
        throw new Error('a pipe of the host fails')
      }
      return signal
    })
    const [first, second] = [mirror.show(pair), mirror.show(documentOf({ nodes: [nodeOf('x', 'test/source')] }))]
    await expect(first).rejects.toThrow('a pipe of the host fails')
    await second
    await mirror.shown()
    expect(editor.getNodes().map(({ id }) => id)).toEqual(['x'])
  })
})

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

describe('what somebody does in the editor', () => {
  test('becomes a document that listeners hear of', async () => {
    const { editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    await editor.removeNode('b')
    expect(heard.at(-1)?.nodes.map(({ id }) => id)).toEqual(['a'])
    expect(heard.at(-1)?.wires).toEqual([])
    expect(editor.getConnections()).toEqual([])
  })

  test('a node that goes takes its wires along, in one change', async () => {
    const { editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    await editor.removeNode('a')
    expect(heard.map(({ nodes, wires }) => [nodes.length, wires.length])).toEqual([[1, 0]])
    expect(editor.getConnections()).toEqual([])
  })

  test('a node that another pipe keeps, keeps its wires', async () => {
    const { editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    editor.addPipe((signal) => (signal.type === 'noderemove' ? undefined : signal))
    expect(await editor.removeNode('a')).toBe(false)
    expect(editor.getConnections()).toHaveLength(1)
    expect(heard).toEqual([])
  })

  test('is heard once per gesture', async () => {
    const { area, editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    await mirror.gesture(async () => {
      await area.translate('a', { x: 50.4, y: 60 })
      for (const { id } of editor.getConnections()) await editor.removeConnection(id)
    })
    expect(heard).toHaveLength(1)
    expect(heard[0]?.nodes[0]?.position).toEqual({ x: 50, y: 60 })
  })

  test('leaves nodes of the host out of the document', async () => {
    const { editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    await editor.addNode(new ClassicPreset.Node('mine'))
    await mirror.show(documentOf({}))
    expect(editor.getNodes().map(({ label }) => label)).toEqual(['mine'])
    expect(heard).toEqual([])
  })
})

describe('wires', () => {
  const graph = documentOf({
    nodes: [
      nodeOf('s', 'test/source'),
      nodeOf('f', 'test/filter'),
      nodeOf('g', 'test/filter'),
      nodeOf('e', 'test/end'),
    ],
    wires: [wireOf('s.frames', 'f.in'), wireOf('f.out', 'g.in')],
  })

  test.each([
    { what: 'another kind of value', from: 's.model', to: 'f.in', reason: 'gives model' },
    { what: 'a port that is not there', from: 's.nothing', to: 'f.in', reason: "no output 'nothing'" },
    { what: 'a cycle', from: 'g.out', to: 'f.in', reason: 'cycle' },
    { what: 'a second wire at an input', from: 's.frames', to: 'g.in', reason: 'has a wire already' },
  ])('refuses $what in the pipe and leaves the wire that is there', async ({ from, to, reason }) => {
    const { editor, mirror, refusals } = openEditor()
    await mirror.show(graph)
    const ends = wireOf(from, to)
    const [source, sourceOutput, target, targetInput] = [ends.from.node, ends.from.port, ends.to.node, ends.to.port]
    await editor.addConnection({ id: 'new', source, sourceOutput, target, targetInput })
    expect(editor.getConnections()).toHaveLength(2)
    expect(mirror.document).toBe(graph)
    expect(refusals.join()).toContain(reason)
  })

  test('stay where another pipe refuses the one that would replace them', async () => {
    const { editor, mirror } = openEditor()
    await mirror.show(graph)
    const refusing = { once: true }
    editor.addPipe((signal) => {
      if (signal.type !== 'connectioncreate' || !refusing.once) return signal
      refusing.once = false
      return undefined
    })
    await mirror.gesture(() => replaceWire(editor, wireOf('s.frames', 'g.in')))
    expect(mirror.document.wires.map(wireId)).toEqual(graph.wires.map(wireId))
    expect(editor.getConnections().map(endsOf)).toEqual(graph.wires)
  })

  test('of a document are shown even where the rules would refuse them', async () => {
    const { editor, mirror } = openEditor()
    await mirror.show(documentOf({ ...graph, wires: [wireOf('s.model', 'f.in'), wireOf('s.gone', 'e.also-gone')] }))
    expect(editor.getConnections()).toHaveLength(2)
    const end = editor.getNode('e')
    expect(isManifestNode(end) && end.ports('input').map(({ name }) => name)).toEqual(['model', 'frames', 'also-gone'])
  })
})

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
    expect(mirror.document.wires).toEqual([{ ...wireOf('a.model', 'c.model'), points: [{ x: 5, y: 6 }] }])
  })
})

test('nothing is lost on the way through the editor, whatever the document holds', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'model', 'frames', 'in', 'out', 'x')
  const end = fc.record({ node: name, port: name })
  const point = fc.record({ x: fc.integer(), y: fc.integer(), mood: fc.string() })
  const node = fc.record({
    id: name,
    type: fc.constantFrom('test/source', 'test/filter', 'test/end', 'not/installed'),
    version: fc.constant(1),
    params: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<string>),
    note: fc.string(),
    position: fc.record({ x: fc.integer(), y: fc.integer() }),
  })
  const parts = fc.record({
    nodes: fc.array(node, { maxLength: 6 }),
    wires: fc.array(fc.record({ from: end, to: end, color: fc.string(), points: fc.array(point, { maxLength: 3 }) }), {
      maxLength: 8,
    }),
    extensions: fc.record({ theirs: fc.string() }),
  })
  await fc.assert(
    fc.asyncProperty(parts, parts, async (first, second) => {
      const { mirror, heard } = openEditor()
      await mirror.show(documentOf(first))
      const document = documentOf(second)
      const text = saveDocument(document)
      await mirror.show(document)
      expect(saveDocument(mirror.document)).toBe(text)
      expect(heard).toEqual([])
    }),
    { numRuns: 60 },
  )
})
