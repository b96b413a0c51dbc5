import { graphDocument } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { manifests } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { cardShapes } from './card-shapes.js'

const types = new Map(manifests.map((manifest) => [manifest.type, manifest]))
const twice = graphDocument.parse({
  ...pipeline,
  nodes: pipeline.nodes.flatMap((node) => [node, { ...node, id: `${node.id}-2` }]),
  wires: pipeline.wires.flatMap(({ from, to }) => [
    { from, to },
    { from: { ...from, node: `${from.node}-2` }, to: { ...to, node: `${to.node}-2` } },
  ]),
})

test('nodes of one type that are wired alike have one shape, whatever their numbers and texts', () => {
  const shapes = cardShapes(twice, types)
  for (const { id } of pipeline.nodes) expect(shapes.get(`${id}-2`)).toBe(shapes.get(id))
  expect(new Set(shapes.values()).size).toBe(pipeline.nodes.length)
})

test('a folded card, one on which a reader draws, and one with a longer list have shapes of their own', () => {
  const shapes = cardShapes(twice, types)
  const wires = twice.wires.filter(({ from }) => from.node !== 'positions')
  const nodes = twice.nodes.map((node) => {
    if (node.id === 'cache') return { ...node, collapsed: true }
    return node.id === 'schedule' ? { ...node, params: { steps: [1000, 500] } } : node
  })
  const changed = cardShapes({ nodes, wires }, types)
  const ids = [...changed.keys()].filter((id) => changed.get(id) !== shapes.get(id))
  expect(ids).toEqual(['positions', 'schedule', 'cache'].toSorted((a, b) => order(a) - order(b)))

  function order(id: string): number {
    return twice.nodes.findIndex((node) => node.id === id)
  }
})
