import { graphDocument } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { manifests as list } from '../testing/manifests.js'
import { fixedPart } from './live-changes.js'
import { exchangeFor, liveWires } from './live-wires.js'

const manifests = new Map(list.map((manifest) => [manifest.type, manifest]))
const node = (id: string, type: string, params = {}) => ({ id, type, version: 1, params })
const wire = (from: string, to: string) => {
  const [source = '', output = ''] = from.split('.')
  const [target = '', input = ''] = to.split('.')
  return { from: { node: source, port: output }, to: { node: target, port: input } }
}
const nodes = [
  node('loader', 'model/model-loader'),
  node('old', 'memory/memrope-cache'),
  node('sampler', 'sampling/frame-sampler'),
  node('new', 'memory/sliding-window-cache'),
]
const base = [wire('loader.model', 'old.model'), wire('loader.model', 'sampler.model')]
const document = (wires: readonly unknown[]) =>
  graphDocument.parse({ format: 'frameloom-graph', formatVersion: 1, nodes, wires: [...base, ...wires] })

const before = document([wire('old.cache', 'sampler.cache')])
const sent = liveWires(before, manifests)
const known = new Set(['loader', 'old', 'sampler'])

test('another cache is told with what feeds it, and only once it has all its wires', () => {
  expect(exchangeFor(before, manifests, { sent, known })).toBeUndefined()
  expect(exchangeFor(document([wire('new.cache', 'sampler.cache')]), manifests, { sent, known })).toBeUndefined()
  const whole = document([wire('loader.model', 'new.model'), wire('new.cache', 'sampler.cache')])
  expect(exchangeFor(whole, manifests, { sent, known })).toMatchObject({
    nodes: [{ id: 'new' }],
    wires: [wire('loader.model', 'new.model'), wire('new.cache', 'sampler.cache')],
  })
})

test('a wire back to a node of the run is told alone, and a wire that is taken off is not told', () => {
  const swapped = liveWires(document([wire('new.cache', 'sampler.cache')]), manifests)
  const back = exchangeFor(before, manifests, { sent: swapped, known: new Set([...known, 'new']) })
  expect(back).toMatchObject({ nodes: [], wires: [wire('old.cache', 'sampler.cache')] })
  expect(exchangeFor(document([]), manifests, { sent, known })).toBeUndefined()
})

test('a node that feeds nothing asks for no new run; a wire into an input that is read at the start does', () => {
  const spare = document([wire('old.cache', 'sampler.cache'), wire('loader.model', 'new.model')])
  expect(fixedPart(spare, manifests)).toBe(fixedPart(before, manifests))
  const scheduled = document([wire('old.cache', 'sampler.cache'), wire('other.schedule', 'sampler.schedule')])
  expect(fixedPart(scheduled, manifests)).not.toBe(fixedPart(before, manifests))
})

test('wires that are led otherwise are the same wires: nothing is told, no new run is asked for', () => {
  const led = { ...before, wires: before.wires.map((one) => ({ ...one, points: [{ x: 1, y: 2 }] })) }
  expect(exchangeFor(led, manifests, { sent, known })).toBeUndefined()
  expect(fixedPart(led, manifests)).toBe(fixedPart(before, manifests))
})
