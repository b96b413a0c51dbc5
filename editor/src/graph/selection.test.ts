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
