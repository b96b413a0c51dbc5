import { expect, test } from 'vitest'
import { copied, pasted, wiresInto } from './clipboard.js'
import { chain } from './document.fixture.js'

const document = chain('a>b', 'b>c')

test('copies chosen nodes with the wires among them, and pastes them under new ids', () => {
  const text = copied(document, new Set(['a', 'b']))
  const result = pasted(document, text)
  expect([...(result?.ids ?? [])]).toEqual(['a-2', 'b-2'])
  expect(result?.document.wires.at(-1)).toMatchObject({ from: { node: 'a-2' }, to: { node: 'b-2' } })
  expect(result?.document.wires).toHaveLength(3)
  expect(result?.document.nodes.at(-2)?.position).toEqual({ x: 32, y: 32 })
})

test('keeps what it does not know of a node', () => {
  const strange = { ...document, nodes: document.nodes.map((node) => ({ ...node, theirs: { deep: [1] } })) }
  expect(pasted(document, copied(strange, new Set(['c'])))?.document.nodes.at(-1)).toMatchObject({
    theirs: { deep: [1] },
  })
})

test('pastes with the wires from outside where asked to', () => {
  const ids = new Set(['b'])
  const result = pasted(document, copied(document, ids), { outerWires: wiresInto(document, ids) })
  expect(result?.document.wires.at(-1)).toMatchObject({ from: { node: 'a' }, to: { node: 'b-2' } })
})

test.each(['', 'hello', '{"format":"else"}', '[1, 2]'])('takes %j for what it is: no document', (text) => {
  expect(pasted(document, text)).toBeUndefined()
})

test('brings what a document has planned of its nodes, and its frames, and ties nothing to nodes here of the same id', () => {
  const planned = {
    ...document,
    nodes: document.nodes.filter(({ id }) => id !== 'c'),
    timeline: [
      { chunk: 3, node: 'a', param: 'rate', value: 1 },
      { chunk: 4, node: 'c', param: 'rate', value: 1 },
    ],
    exchanges: [{ chunk: 5, from: { node: 'a', port: 'out' }, to: { node: 'b', port: 'in' } }],
    frames: [{ id: 'frame-1', title: 'All', x: -24, y: -60, width: 300, height: 200 }, { id: 'theirs' }],
  }
  const here = { ...document, frames: [{ id: 'frame-1', title: 'Mine' }] }
  const result = pasted(here, JSON.stringify(planned), { at: { x: 100, y: 100 } })
  expect(result?.document.wires).toHaveLength(3)
  expect(result?.document.wires.at(-1)).toMatchObject({ from: { node: 'a-2' }, to: { node: 'b-2' } })
  expect(result?.document.timeline).toEqual([{ chunk: 3, node: 'a-2', param: 'rate', value: 1 }])
  expect(result?.document.exchanges).toMatchObject([{ chunk: 5, from: { node: 'a-2' }, to: { node: 'b-2' } }])
  expect(result?.document.frames).toMatchObject([
    { id: 'frame-1', title: 'Mine' },
    { id: 'frame-2', title: 'All', x: 76, y: 40, width: 300 },
    { id: 'frame-3' },
  ])
  expect(result?.leftOut).toBe(2)
})
