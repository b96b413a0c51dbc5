// @vitest-environment happy-dom
import { ClassicPreset } from 'rete'
import { describe, expect, test, vi } from 'vitest'
import { documentOf, openEditor, pair } from './editor.fixture.js'

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

  test('a node that goes takes along what is planned for it, so that the document still runs', async () => {
    const { editor, mirror } = openEditor()
    await mirror.show(documentOf({ ...pair, timeline: [{ chunk: 2, node: 'a', param: 'rate', value: 1 }] }))
    await editor.removeNode('a')
    expect(mirror.document.timeline).toBeUndefined()
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

  test('goes on where a listener fails, which is reported, and the next one hears of it', async () => {
    const { editor, mirror } = openEditor()
    await mirror.show(pair)
    const reported = vi.fn<(error: unknown) => void>()
    vi.stubGlobal('reportError', reported)
    mirror.subscribe(() => {
      throw new Error('no room to save')
    })
    let last = mirror.document
    mirror.subscribe((next) => (last = next))
    await editor.removeNode('a')
    expect(editor.getConnections()).toEqual([])
    expect(last).toBe(mirror.document)
    expect(reported).toHaveBeenCalledWith(expect.objectContaining({ message: 'no room to save' }))
    vi.unstubAllGlobals()
  })

  test('moves the node that is shown, not another one of its id', async () => {
    const { area, mirror } = openEditor()
    const [a] = pair.nodes
    await mirror.show(documentOf({ nodes: [a, { ...a, position: { x: 1, y: 2 }, mood: 'second' }] }))
    await area.translate('a', { x: 50, y: 60 })
    expect(mirror.document.nodes.map(({ position }) => position)).toEqual([
      { x: 50, y: 60 },
      { x: 1, y: 2 },
    ])
  })

  test('asks Rete for the nodes that changed alone', async () => {
    const { area, editor, mirror } = openEditor()
    await mirror.show(pair)
    const asked = vi.spyOn(editor, 'getNode')
    await area.translate('a', { x: 50, y: 60 })
    expect(asked.mock.calls.flat()).not.toContain('b')
    vi.restoreAllMocks()
  })

  test('a node that code adds is there at its place, in one change', async () => {
    const { area, editor, mirror, heard } = openEditor()
    await mirror.show(pair)
    const { id } = await mirror.add('test/filter', { x: 7.2, y: 8 })
    expect(id).toBe('filter')
    expect(heard).toEqual([mirror.document])
    expect(mirror.document.nodes[2]).toMatchObject({ id, type: 'test/filter', version: 1, position: { x: 7, y: 8 } })
    expect(area.nodeViews.get(id)?.position).toEqual({ x: 7, y: 8 })
    expect(editor.getNodes()).toHaveLength(3)
    await expect(mirror.add('test/nothing', { x: 0, y: 0 })).rejects.toThrow("no node type 'test/nothing'")
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
