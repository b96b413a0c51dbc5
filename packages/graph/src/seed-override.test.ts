import { expect, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './catalog.js'
import type { GraphDocument } from './document.js'
import { nodeId } from './ids.js'
import { describeNode } from './manifest.js'
import { defineNode } from './node.js'
import { definePack } from './pack.js'
import { seedParams, withSeed } from './override.js'

const noise = defineNode({
  type: 'test/noise',
  version: 1,
  title: 'Noise',
  category: 'Test',
  help: 'Draws noise.',
  inputs: {},
  outputs: {},
  params: z.strictObject({
    start: z.int().default(0).meta({ title: 'Start', description: 'Where the noise starts.', role: 'seed' }),
    gain: z.number().default(1).meta({ title: 'Gain', description: 'A factor.' }),
  }),
  execute: () => {},
})
const catalog = createCatalog([definePack({ name: 'test', nodes: [noise] })])

const document = (types: readonly string[]): GraphDocument => ({
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: types.map((type, index) => ({ id: nodeId.parse(`n${index}`), type, version: 1 })),
  wires: [],
})

test('sets every parameter that declares itself a seed, whatever its name and node type', () => {
  expect(seedParams(document(['test/noise', 'other/node']), catalog)).toEqual([{ node: 'n0', param: 'start' }])
  const seeded = withSeed(document(['test/noise', 'other/node', 'test/noise']), catalog, 7)
  expect(seeded.ok && seeded.document.nodes.map(({ params }) => params)).toEqual([
    { start: 7 },
    undefined,
    { start: 7 },
  ])
})

test('refuses a seed that nothing would read', () => {
  const refused = withSeed(document(['other/node']), catalog, 7)
  expect(!refused.ok && refused.issues.map(({ code }) => code)).toEqual(['no-seed'])
})

test('tells editors which parameter is a seed', () => {
  expect(describeNode(noise).params).toMatchObject({ properties: { start: { role: 'seed' } } })
})
