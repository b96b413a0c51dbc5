import { graphDocument } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { chain } from './document.fixture.js'
import { exchangeCues, removeExchange } from './exchanges.js'

const to = { node: 'b', port: 'in' }
const from = (node: string) => ({ node, port: 'out' })
const document = chain('a>b')
const exchanging = graphDocument.parse({
  ...document,
  exchanges: [
    { chunk: 9, from: from('d'), to },
    { chunk: 4, from: from('c'), to },
    { chunk: 6, from: from('c'), to: { node: 'e', port: 'in' } },
  ],
})

test('lists exchanges by chunk, each with what fed its input before', () => {
  expect(exchangeCues(exchanging).map(({ index, entry, before }) => [entry.chunk, index, before?.node])).toEqual([
    [4, 1, 'a'],
    [6, 2, undefined],
    [9, 0, 'c'],
  ])
})

test('removing the last exchange gives the document back as it was', () => {
  expect([2, 1, 0].reduce((left, index) => removeExchange(index)(left), exchanging)).toEqual(document)
})
