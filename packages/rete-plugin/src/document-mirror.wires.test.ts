// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { documentOf, nodeOf, openEditor, wireOf } from './editor.fixture.js'
import { isManifestNode } from './manifest-node.js'
import { endsOf, wireId } from './manifest-wire.js'
import { replaceWire } from './wire-flow.js'

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
    {
      what: 'a cycle',
      from: 'g.out',
      to: 'f.in',
      reason: "'test/filter' (f) already feeds 'test/filter' (g): the wire would close a cycle",
    },
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

  test('come back as they were where another pipe refuses their successor, even those that no rule would let in', async () => {
    const lawless = documentOf({ ...graph, wires: [{ ...wireOf('s.model', 'f.in'), color: 'red' }] })
    const { editor, mirror, refusals } = openEditor()
    await mirror.show(lawless)
    const refusing = { once: true }
    editor.addPipe((signal) => {
      if (signal.type !== 'connectioncreate' || !refusing.once) return signal
      refusing.once = false
      return undefined
    })
    await mirror.gesture(() => replaceWire(editor, wireOf('s.frames', 'f.in')))
    expect(mirror.document.wires).toEqual(lawless.wires)
    expect(refusals).toEqual([])
  })

  test('do not come back where that would close a cycle by now', async () => {
    const { editor, mirror, refusals } = openEditor()
    await mirror.show(graph)
    const old = editor.getConnections().find(({ source }) => source === 'f')
    if (old === undefined) throw new Error('the wire is shown')
    await editor.removeConnection(old.id)
    await mirror.gesture(() => replaceWire(editor, wireOf('g.out', 'f.in')))
    expect(await editor.addConnection(old)).toBe(false)
    expect(refusals.join()).toContain('cycle')
  })

  test('keep what nobody here knows of them when they are led elsewhere, and when an undo brings them back', async () => {
    const known = documentOf({
      ...graph,
      wires: [{ ...wireOf('s.frames', 'f.in'), color: 'red', points: [{ x: 1, y: 2, mood: 'calm' }] }],
    })
    const { editor, mirror } = openEditor()
    await mirror.show(known)
    const [shown] = editor.getConnections()
    if (shown === undefined) throw new Error('the wire is shown')
    await editor.removeConnection(shown.id)
    expect(mirror.document.wires).toEqual([])
    await editor.addConnection(shown)
    expect(mirror.document.wires).toEqual(known.wires)
    await mirror.gesture(() => replaceWire(editor, wireOf('s.frames', 'e.frames'), shown))
    expect(mirror.document.wires).toEqual([{ ...known.wires[0], ...wireOf('s.frames', 'e.frames') }])
  })

  test.each([{ order: 'wires first' }, { order: 'nodes first' }])(
    'are in the document again when an undo brings back a node and its wires, $order',
    async ({ order }) => {
      const { editor, mirror } = openEditor()
      await mirror.show(graph)
      const node = editor.getNode('f')
      const wires = editor.getConnections()
      if (node === undefined) throw new Error('the node is shown')
      await editor.removeNode('f')
      expect(mirror.document.wires).toEqual([])
      if (order === 'nodes first') await editor.addNode(node)
      for (const wire of wires) await editor.addConnection(wire)
      if (order === 'wires first') await editor.addNode(node)
      expect(new Set(mirror.document.wires.map(wireId))).toEqual(new Set(graph.wires.map(wireId)))
    },
  )

  test('of a document are shown even where the rules would refuse them', async () => {
    const { editor, mirror } = openEditor()
    await mirror.show(documentOf({ ...graph, wires: [wireOf('s.model', 'f.in'), wireOf('s.gone', 'e.also-gone')] }))
    expect(editor.getConnections()).toHaveLength(2)
    const end = editor.getNode('e')
    expect(isManifestNode(end) && end.ports('input').map(({ name }) => name)).toEqual(['model', 'frames', 'also-gone'])
  })
})
