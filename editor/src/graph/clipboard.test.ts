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
