import { graphDocument, type NodeManifest } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { manifests as list } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { fixedPart } from './live-changes.js'

const sink: NodeManifest = {
  type: 'test/write-note',
  version: 1,
  title: 'Write Note',
  category: 'Test',
  help: 'Writes a file once, before the first chunk.',
  inputs: [],
  outputs: [],
  params: { type: 'object', properties: { path: { type: 'string', default: 'note.txt' } } },
  conflicts: [],
}
const manifests = new Map([...list, sink].map((manifest) => [manifest.type, manifest]))
const noted = (path: string, more: { readonly bypassed?: boolean } = {}) =>
  graphDocument.parse({
    ...pipeline,
    nodes: [...pipeline.nodes, { id: 'note', type: sink.type, version: 1, params: { path }, ...more }],
  })

test('a node without outputs is executed, with streams or without: another parameter of it asks for a new run', () => {
  expect(fixedPart(noted('a.txt'), manifests)).toBe(fixedPart(noted('a.txt'), manifests))
  expect(fixedPart(noted('b.txt'), manifests)).not.toBe(fixedPart(noted('a.txt'), manifests))
  expect(fixedPart(pipeline, manifests)).not.toBe(fixedPart(noted('a.txt'), manifests))
})

test('a bypassed node does not: whether it is bypassed does', () => {
  const bypassed = { bypassed: true }
  expect(fixedPart(noted('b.txt', bypassed), manifests)).toBe(fixedPart(noted('a.txt', bypassed), manifests))
  expect(fixedPart(noted('a.txt', bypassed), manifests)).not.toBe(fixedPart(noted('a.txt'), manifests))
})
