import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Run, startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, defineNode, definePack, socketType, stream } from '@frameloom/graph'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { readCheckpoint } from './checkpoint-file.js'
import { CheckpointWriter } from './checkpoint-writer.js'
import { DigestChain } from './chunk-digest.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frameloom-checkpoint-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ticks = socketType<number>('tick', 'A number per chunk.')

/** Counts for ever; its state can be saved before `saveable` chunks are made. */
const clock = defineNode({
  type: 'test/clock',
  version: 1,
  title: 'Clock',
  category: 'Test',
  help: 'For tests.',
  inputs: {},
  outputs: { ticks: stream(ticks, 'Numbers.') },
  params: z.strictObject({
    chunks: z.int().default(0).meta({ title: 'Chunks', description: 'Length; 0: endless.' }),
    saveable: z.int().default(1e6).meta({ title: 'Saveable', description: 'First chunk that cannot be saved.' }),
  }),
  horizon: 'chunks',
  async execute({ params: { chunks, saveable }, firstChunk, boundary, stateful }) {
    let made = firstChunk
    await stateful({
      save() {
        if (made >= saveable) throw new RangeError(`The state of ${made} chunks is too large to save.`)
        return { json: made, tensors: {} }
      },
      restore() {},
    })
    async function* counted(): AsyncGenerator<number> {
      while (chunks === 0 || made < chunks) {
        await boundary(made)
        yield made
        made += 1
      }
    }
    return { ticks: counted() }
  },
})

const listener = defineNode({
  type: 'test/listener',
  version: 1,
  title: 'Listener',
  category: 'Test',
  help: 'For tests.',
  inputs: { ticks: stream(ticks, 'Numbers.') },
  outputs: {},
  params: z.strictObject({}),
  async execute({ inputs, boundary, report }) {
    for await (const chunk of inputs.ticks) {
      await boundary(chunk)
      report({ chunk, frames: 1 })
    }
  },
})

const catalog = createCatalog([definePack({ name: 'clocks', nodes: [clock, listener] })])

/** A run whose checkpoints are written; `onChunk` is told how many chunks it has by then. */
function clockRun(params: object, every: number | undefined, onChunk: (chunks: number, run: Run) => void = () => {}) {
  const checked = checkDocument(
    {
      format: 'frameloom-graph',
      formatVersion: 1,
      nodes: [
        { id: 'clock', type: 'test/clock', version: 1, params },
        { id: 'listener', type: 'test/listener', version: 1 },
      ],
      wires: [{ from: { node: 'clock', port: 'ticks' }, to: { node: 'listener', port: 'ticks' } }],
    },
    catalog,
  )
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const broken = new AbortController()
  const digests = new DigestChain()
  const path = join(folder, 'run.checkpoint.safetensors')
  const run = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir: folder, fileName: 'run', modelDirs: [] },
    signal: broken.signal,
    onEvent(event) {
      digests.take(event)
      if (event.type !== 'chunk-finished') return
      checkpoints.chunkOut(event.chunk + 1)
      onChunk(event.chunk + 1, run)
    },
  })
  const checkpoints: CheckpointWriter = new CheckpointWriter({ run, digests, path, every, broken })
  return { path, ended: run.finished.then(async (outcome) => checkpoints.finished(outcome)), finished: run.finished }
}

const REFUSAL = {
  name: 'StateNotSaved',
  code: 'state-not-saved',
  node: 'clock',
  message: expect.stringMatching(
    /^Node 'clock' \(Clock\) cannot save its state for a checkpoint: The state of \d+ chunks is/,
  ),
}

test('an endless run whose state cannot be saved any more ends, names the node, and keeps the checkpoint before', async () => {
  const { path, ended } = clockRun({ saveable: 200 }, 10)
  await expect(ended).rejects.toMatchObject(REFUSAL)
  const { checkpoint } = await readCheckpoint(path)
  expect(checkpoint.chunk).toBeGreaterThan(0)
  expect(checkpoint.chunk).toBeLessThan(200)
})

test('a run whose state cannot be saved at its end names the node', async () => {
  await expect(clockRun({ chunks: 5, saveable: 5 }, undefined).ended).rejects.toMatchObject(REFUSAL)
})

test('a run that is aborted while a checkpoint waits has not failed to save one', async () => {
  const { ended, finished } = clockRun({}, 10, (chunks, run) => {
    if (chunks === 10) run.abort()
  })
  expect(await finished).toEqual({ state: 'stopped', how: 'now' })
  await expect(ended).resolves.toBeUndefined()
})

test('a run that stops after its chunk leaves a checkpoint of all its chunks', async () => {
  const { path, ended } = clockRun({}, undefined, (chunks, run) => {
    if (chunks === 7) run.stop()
  })
  await expect(ended).resolves.toBe(path)
  expect((await readCheckpoint(path)).checkpoint.chunk).toBeGreaterThanOrEqual(7)
})
