import { expect, test } from 'vitest'
import { catalog, sound } from './arithmetic.fixture.js'
import type { GraphDocument } from './document.js'
import { nodeId } from './ids.js'
import { withHorizon, withParams } from './override.js'
import { checkDocument, validate } from './validate.js'

function document(): GraphDocument {
  const checked = checkDocument(sound, catalog)
  if (!checked.ok) throw new Error('The fixture is sound.')
  return checked.graph.document
}

test('sets the length of a document without knowing its node types', () => {
  const longer = withHorizon(document(), catalog, 40)
  expect(longer.ok && longer.document.nodes[2]?.params).toEqual({ chunks: 40 })
  expect(sound.nodes[2]?.params).toEqual({ chunks: 4 })
})

test('says so when no node has a length', () => {
  const { nodes, ...rest } = document()
  const none = withHorizon({ ...rest, nodes: nodes.filter(({ type }) => type !== 'test/counter') }, catalog, 2)
  expect(!none.ok && none.issues[0]?.code).toBe('no-horizon')
})

test('names every node that an override misses; values are left to validation', () => {
  const change = (node: string, param: string, value: number) => ({ node: nodeId.parse(node), param, value })
  const missed = withParams(document(), [change('coutner', 'chunks', 1), change('x', 'y', 1)])
  expect(!missed.ok && missed.issues.map(({ node, message }) => [node, message.includes('Did you mean')])).toEqual([
    ['coutner', true],
    ['x', false],
  ])
  const wrong = withParams(document(), [change('counter', 'chunks', -1)])
  expect(wrong.ok && validate(wrong.document, catalog)[0]?.path).toBe('/nodes/2/params/chunks')
})
