import { graphDocument } from '@frameloom/graph'
import type { RunView } from '@frameloom/protocol'
import { expect, test } from 'vitest'
import { manifests } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { StageRun } from '../testing/stage-run.js'
import { fieldsOf } from './field.js'
import { playedValue } from './played-value.js'

const field = manifests.flatMap((manifest) => (manifest.type === 'model/prompt' ? fieldsOf(manifest) : []))[0]
if (field === undefined) throw new Error('A prompt has a text.')
const of = { node: 'prompt', field }
const written = graphDocument.parse({
  ...pipeline,
  nodes: pipeline.nodes.map((node) => (node.id === 'prompt' ? { ...node, params: { text: 'as started' } } : node)),
})

function begun(change?: string): RunView {
  const options = { number: 1, document: written, documentId: undefined, pace: 1000, loading: 0, tell: () => undefined }
  const run = new StageRun(options)
  const node = run.view.order.find((id) => id === 'prompt')
  if (change !== undefined && node !== undefined) run.set(node, 'text', change)
  const { view } = run
  run.stop('now')
  return view
}

test('a run plays a value as it was changed last, else as it was started with it, whatever the canvas has', () => {
  expect(playedValue({ view: begun(), played: written, timeline: undefined }, of)?.value).toBe('as started')
  const changed = playedValue({ view: begun('blue'), played: written, timeline: undefined }, of)
  expect(changed).toMatchObject({ value: 'blue', chunk: 1, phase: 'queued', isPlanned: false })
})

test('what the timeline of the document has changed is told from what was changed by hand', () => {
  const planned = [{ chunk: 1, node: 'prompt', param: 'text', value: 'blue' }]
  const { timeline } = graphDocument.parse({ ...pipeline, timeline: planned })
  expect(playedValue({ view: begun('blue'), played: written, timeline }, of)?.isPlanned).toBe(true)
})

test('nothing plays without a run, nor a node that is no part of it', () => {
  expect(playedValue({ view: undefined, played: written, timeline: undefined }, of)).toBeUndefined()
  expect(
    playedValue({ view: { ...begun(), state: 'stopped' }, played: written, timeline: undefined }, of),
  ).toBeUndefined()
  expect(playedValue({ view: begun(), played: written, timeline: undefined }, { ...of, node: 'new' })).toBeUndefined()
})
