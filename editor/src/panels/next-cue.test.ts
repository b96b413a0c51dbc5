import { expect, test } from 'vitest'
import { graphDocument } from '@frameloom/graph'
import { cues } from '../graph/timeline.js'
import { fieldsOf } from '../params/field.js'
import { manifests } from '../testing/manifests.js'
import { pipeline } from '../testing/pipeline.js'
import { nextCue } from './next-cue.js'

const targets = pipeline.nodes.flatMap((node) => {
  const manifest = manifests.find(({ type }) => type === node.type)
  const live = manifest === undefined ? [] : fieldsOf(manifest).filter((field) => field.live)
  return live.map((field) => ({ node, field, title: field.label }))
})
const rates = targets.filter(({ field }) => field.face.kind === 'slider')
const [rate] = rates
const planned = (param: string) =>
  cues(graphDocument.parse({ ...pipeline, timeline: [{ chunk: 5, node: 'prompt', param, value: 'dusk' }] }))

test('a change that is added is of what changes last, and as it is then', () => {
  expect(nextCue({ cues: planned('text'), targets })).toEqual({
    chunk: 13,
    node: 'prompt',
    param: 'text',
    value: 'dusk',
  })
  expect(nextCue({ cues: planned('text'), targets }, 40)?.chunk).toBe(41)
})

test('where that is gone, another one gets its own value, not that of what is gone', () => {
  expect(nextCue({ cues: planned('text'), targets: rates })).toMatchObject({
    param: rate?.field.name,
    value: rate?.field.fallback,
  })
  expect(nextCue({ cues: [], targets: [] })).toBeUndefined()
})
