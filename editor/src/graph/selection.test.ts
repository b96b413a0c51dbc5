import { expect, test } from 'vitest'
import { pipeline } from '../testing/pipeline.js'
import { removeNodes } from './edits.js'
import { GraphStore } from './graph-store.js'
import { Selection } from './selection.js'

test('what is removed is selected no more, and nothing is in another document, even where its ids are the same', () => {
  const graph = new GraphStore()
  const selection = new Selection(graph)
  graph.open(pipeline)
  selection.choose(['cache', 'decoder'])
  graph.edit(removeNodes(new Set(['cache'])))
  expect([...selection.nodes]).toEqual(['decoder'])
  graph.open({ ...pipeline, id: 'another' })
  expect([...selection.nodes]).toEqual([])
})

test('nodes are gathered one by one, taken out again, and given up by choosing anything else', () => {
  const graph = new GraphStore()
  const selection = new Selection(graph)
  graph.open(pipeline)
  selection.choose(['cache'])
  for (const node of ['cache', 'decoder', 'sampler', 'decoder']) selection.gather(node)
  expect([...selection.nodes]).toEqual(['cache', 'sampler'])
  expect(selection.isGathered).toBe(true)
  selection.choose(['prompt'])
  expect(selection.isGathered).toBe(false)
  selection.gather('decoder')
  expect([...selection.nodes]).toEqual(['prompt', 'decoder'])
  selection.clear()
  expect(selection.isGathered).toBe(false)
})
