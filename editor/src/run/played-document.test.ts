import { graphDocument } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { manifests as list } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { fixedPart } from './live-changes.js'
import { playedDocument } from './played-document.js'

const manifests = new Map(list.map((manifest) => [manifest.type, manifest]))
const fixed = (document: typeof pipeline) => fixedPart(document, manifests)

const planned = { chunk: 9, node: 'prompt', param: 'text', value: 'planned' }
const changed = { chunk: 2, node: 'prompt', param: 'text', value: 'changed while it ran' }
const other = { id: 'other', type: 'memory/sliding-window-cache', version: 1, params: {} }
const feed = { from: { node: 'loader', port: 'model' }, to: { node: 'other', port: 'model' } }
const exchange = { from: { node: 'other', port: 'cache' }, to: { node: 'sampler', port: 'cache' } }
const opened = graphDocument.parse({ ...pipeline, timeline: [planned] })
const ofRun = graphDocument.parse({ ...opened, timeline: [changed, planned] })

test('values changed while it ran are none that it was started with', () => {
  expect(fixed(playedDocument(ofRun, opened))).toBe(fixed(opened))
})

test('values are as they were changed last; where that cannot be told, as on the canvas', () => {
  const text = (document: typeof pipeline) => document.nodes.find(({ id }) => id === 'prompt')?.params?.['text']
  expect(text(playedDocument(ofRun, opened))).toBe('changed while it ran')
  const later = graphDocument.parse({ ...pipeline, timeline: [{ ...planned, chunk: 12 }] })
  expect(text(playedDocument(ofRun, later))).toBe(text(later))
})

test('other entries of the timeline are a matter of the next run', () => {
  const later = graphDocument.parse({ ...pipeline, timeline: [{ ...planned, chunk: 12 }] })
  expect(fixed(playedDocument(ofRun, later))).not.toBe(fixed(later))
})

test('an exchange that the run took stands in the wires', () => {
  const swapped = graphDocument.parse({
    ...opened,
    nodes: [...opened.nodes, other],
    wires: [...opened.wires.filter(({ to }) => to.port !== 'cache'), feed, exchange],
  })
  const exchanged = graphDocument.parse({
    ...ofRun,
    nodes: [...ofRun.nodes, other],
    wires: [...ofRun.wires, feed],
    exchanges: [{ ...exchange, chunk: 3 }],
  })
  expect(fixed(playedDocument(exchanged, swapped))).toBe(fixed(swapped))
  expect(fixed(playedDocument(exchanged, opened))).not.toBe(fixed(opened))
})

test('an exchange that was planned is none that was made', () => {
  const own = graphDocument.parse({
    ...opened,
    nodes: [...opened.nodes, other],
    wires: [...opened.wires, feed],
    exchanges: [{ ...exchange, chunk: 3 }],
  })
  expect(fixed(playedDocument(own, own))).toBe(fixed(own))
})

test('an exchange that was planned and taken out counts as none that was made; it asks for a new run', () => {
  const ready = graphDocument.parse({ ...opened, nodes: [...opened.nodes, other], wires: [...opened.wires, feed] })
  const source = (document: typeof pipeline) => document.wires.find(({ to }) => to.port === 'cache')?.from.node
  const later = { ...exchange, chunk: 500 }
  for (const exchanges of [[later], [{ ...later, chunk: 700 }, later]]) {
    const played = playedDocument(graphDocument.parse({ ...ready, exchanges }), ready)
    expect(source(played)).toBe('cache')
    expect(fixed(played)).not.toBe(fixed(ready))
  }
  const another = graphDocument.parse({ ...ready, exchanges: [later] })
  const started = graphDocument.parse({
    ...ready,
    exchanges: [
      { ...later, chunk: 100 },
      { ...later, chunk: 200 },
    ],
  })
  expect(source(playedDocument(started, another))).toBe('cache')
  expect(fixed(playedDocument(started, another))).not.toBe(fixed(another))
})
