import { graphDocument } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { manifests } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { NodeTitles } from './node-titles.js'

const node = (id: string, title?: string) => ({
  id,
  type: 'model/prompt',
  version: 1,
  ...(title !== undefined && { title }),
})

test('nodes of one title are numbered from the second on, and no number makes a title that another has', () => {
  const nodes = [
    node('a'),
    node('b'),
    node('c', 'Prompt 2'),
    node('d'),
    node('e', 'Mine'),
    { ...node('f'), type: 'x/y' },
  ]
  const document = graphDocument.parse({ ...pipeline, nodes, wires: [] })
  const titles = new NodeTitles(new Map(manifests.map((manifest) => [manifest.type, manifest])))
  const told = ['a', 'b', 'c', 'd', 'e', 'f', 'gone'].map((id) => titles.of(id, document))
  expect(told).toEqual(['Prompt', 'Prompt 3', 'Prompt 2', 'Prompt 4', 'Mine', 'x/y', 'gone'])
  expect(titles.of('b', { nodes: document.nodes.slice(1) })).toBe('Prompt')
})
