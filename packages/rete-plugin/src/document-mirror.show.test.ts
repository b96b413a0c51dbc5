// @vitest-environment happy-dom
import { ClassicPreset } from 'rete'
import { describe, expect, test } from 'vitest'
import { documentOf, nodeOf, openEditor, pair, wireOf } from './editor.fixture.js'
import { endsOf } from './manifest-wire.js'

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

  test('says so where another pipe of the editor keeps a part of it out', async () => {
    const { editor, mirror } = openEditor()
    editor.addPipe((signal) => (signal.type === 'nodecreate' && signal.data.id === 'b' ? undefined : signal))
    await expect(mirror.show(pair)).rejects.toThrow("a pipe of the editor refused node 'b'")
  })
})
