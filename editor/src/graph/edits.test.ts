import { expect, test } from 'vitest'
import { chain } from './document.fixture.js'
import { renameNode, resetParam, setParam } from './edits.js'

const document = chain('a>b')

test('a title that stays and a value that has its default leave the very document', () => {
  const named = renameNode('a', 'Mine')(document)
  expect(named.nodes.map(({ title }) => title)).toEqual(['Mine', undefined])
  expect(renameNode('a', ' Mine ')(named)).toBe(named)
  expect(renameNode('b', '  ')(named)).toBe(named)
  expect(resetParam('a', 'rate')(named)).toBe(named)
})

test('an empty title goes back to that of the node type, and a reset value to its default', () => {
  expect(renameNode('a', '')(renameNode('a', 'Mine')(document))).toEqual(document)
  const set = setParam('a', 'rate', 0.5)(document)
  expect(set.nodes[0]?.params).toEqual({ rate: 0.5 })
  expect(resetParam('a', 'rate')(set).nodes[0]?.params ?? {}).toEqual({})
})
