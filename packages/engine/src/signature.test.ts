import type { Graph } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { checked, documentOf, id } from './play.fixture.js'
import { signatureOf } from './signature.js'
import { World } from './world.fixture.js'

const services = { device: 'cpu', outDir: '/a', fileName: 'a', modelDirs: ['/models'] }

function signature(graph: Graph, name: string, source: string | undefined = 'left'): string | undefined {
  const node = graph.nodes.get(id(name))
  if (node === undefined) throw new Error(`There is no node '${name}'.`)
  return signatureOf({ node, written: node.written, sources: new Map([['left', source]]), services })
}

test('is a function of type, parameters and sources, and of nothing that people only look at', () => {
  const world = new World()
  const document = documentOf(
    {
      one: ['amount', { amount: 1, label: 'a' }],
      two: ['amount', { label: 'a', amount: 1 }],
      three: ['amount', { amount: 2 }],
      sum: 'sum',
      counter: 'counter',
    },
    ['one.value > sum.left', 'sum.value > counter.step'],
  )
  const graph = checked(world, document)
  expect(signature(graph, 'one')).toMatch(/^[0-9a-f]{64}$/)
  expect(signature(graph, 'two')).toBe(signature(graph, 'one'))
  expect(signature(graph, 'three')).not.toBe(signature(graph, 'one'))
  expect(signature(graph, 'sum', 'x')).not.toBe(signature(graph, 'sum', 'y'))
})

test('there is none where something read has none', () => {
  const world = new World()
  const graph = checked(
    world,
    documentOf({ one: 'amount', sum: 'sum', counter: 'counter' }, ['one.value > sum.left', 'sum.value > counter.step']),
  )
  const node = graph.nodes.get(id('sum'))
  expect(node && signatureOf({ node, written: {}, sources: new Map([['left', undefined]]), services })).toBeUndefined()
})
