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
