import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { frameIndex } from '@frameloom/kv-cache'
import { DriftMeter } from '@frameloom/metrics'
import { tensorOf } from '@frameloom/tensor'
import { expect, onTestFinished, test } from 'vitest'
import { VideoOrigin } from '../videos/video-origin.js'
import { MinuteMeans } from './minute-means.js'
import { type HourState, UnfinishedHour } from './unfinished-hour.js'

const FINGERPRINTS = { model: { sha256: 'weights', identity: 'x0' }, decoder: { sha256: 'decoder' } }

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-hour-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'videos', 'memrope', '0.checkpoint.safetensors')
  const unfinished = (sinkFrames: number) =>
    new UnfinishedHour(path, new VideoOrigin({ minutes: 60, sinkFrames }, FINGERPRINTS))
  return { folder, unfinished }
}

/** A state whose meter has seen one picture. */
function state(memories?: HourState['memories']): HourState {
  const meter = new DriftMeter()
  meter.measure([{ width: 16, height: 16, data: new Uint8Array(16 * 16 * 3).fill(90) }])
  const means = new MinuteMeans(2)
  means.add('motion', 0, 0.25)
  return {
    rollout: {
      model: 'x0',
      nextChunk: 80,
      layout: [
        { kind: 'sink', frame: frameIndex(0) },
        { kind: 'memory', stream: 'long-term', framesFolded: 228 },
      ],
      store: { slots: 2, tensors: { '0.k': tensorOf('f32', [2, 1, 1, 2], Float32Array.of(1, 2, 3, 4)) } },
    },
    meter: meter.snapshot(),
    sums: means.sums,
    memories,
  }
}

test.each([
  ['while it is looked at', { '3': tensorOf('f32', [1], Float32Array.of(0.5)) }],
  ['between looks', undefined],
] as const)('a video that was saved %s is read as it was, and is gone when it is finished', async (_when, memories) => {
  const { unfinished } = await place()
  const saved = state(memories)
  expect(await unfinished(3).read()).toBeUndefined()
  await unfinished(3).write(saved)
  expect(await unfinished(3).read()).toEqual(saved)
  await unfinished(3).remove()
  expect(await unfinished(3).read()).toBeUndefined()
})

test('one of other settings is refused', async () => {
  const { unfinished } = await place()
  await unfinished(3).write(state())
  await expect(unfinished(2).read()).rejects.toThrow(
    /was scored with sinkFrames 3, now it is 2: give another --out, or remove that folder/,
  )
})

test('a file that is none is refused, with what to do', async () => {
  const { folder } = await place()
  const path = join(folder, 'broken.safetensors')
  await writeFile(path, 'no tensors')
  const unfinished = new UnfinishedHour(path, new VideoOrigin({}, FINGERPRINTS))
  await expect(unfinished.read()).rejects.toThrow(path)
})
