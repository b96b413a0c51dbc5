import { expect, test } from 'vitest'
import { graphDocument } from './document.js'
import { withoutNodes } from './without-nodes.js'

const node = (id: string) => ({ id, type: 'test/any', version: 1, params: {} })
const wire = (from: string, to: string) => ({ from: { node: from, port: 'out' }, to: { node: to, port: 'in' } })
const change = (chunk: number, id: string) => ({ chunk, node: id, param: 'rate', value: 1 })
const document = graphDocument.parse({
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: ['a', 'b', 'c'].map(node),
  wires: [wire('a', 'b'), { ...wire('b', 'c'), color: 'red' }],
  timeline: [change(2, 'a'), change(3, 'b')],
  exchanges: [{ chunk: 4, ...wire('a', 'c') }],
  extensions: { owner: 'somebody' },
})

test('takes all along that names a removed node, and leaves the rest as it is', () => {
  expect(withoutNodes(document, new Set(['a']))).toEqual({
    format: 'frameloom-graph',
    formatVersion: 1,
    nodes: ['b', 'c'].map(node),
    wires: [{ ...wire('b', 'c'), color: 'red' }],
    timeline: [change(3, 'b')],
    extensions: { owner: 'somebody' },
  })
  expect(withoutNodes(document, new Set())).toEqual(document)
})
