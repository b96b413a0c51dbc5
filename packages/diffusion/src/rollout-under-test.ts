import { memrope, onlinePositions } from '@frameloom/kv-cache'
import { fakeVideoModel, type FakeVideoModelOptions } from './fake-video-model.js'
import { seededNoise } from './noise.js'
import type { PromptEmbedding } from './prompt.js'
import type { LatentChunk, RolloutOptions } from './rollout-options.js'
import { Rollout } from './rollout.js'
import { scheduleFromSteps } from './schedule.js'

export const sizes = { cacheFrames: 12, sinkFrames: 3, chunkFrames: 3 }

export const prompt = (text: string): PromptEmbedding => ({
  text,
  rows: Float32Array.from({ length: 6 }, (_, i) => text.charCodeAt(i % text.length) / 64),
  unknownWords: [],
})

/** MemRoPE with the settings of the paper. */
export const settings = {
  strategy: memrope({ ...sizes, longRate: 0.01, shortRate: 0.1 }),
  positions: onlinePositions(),
  prompt: prompt('a fox'),
}

/** Twelve chunks of a fake model, unless told otherwise. */
export function rollout(options: Partial<RolloutOptions> & { readonly fake?: FakeVideoModelOptions } = {}): Rollout {
  const { fake, ...rest } = options
  return new Rollout({
    model: fakeVideoModel(fake),
    schedule: scheduleFromSteps([1000, 750, 500, 250], 5),
    noise: seededNoise(1),
    chunks: 12,
    boundary: () => settings,
    ...rest,
  })
}

export async function play(running: Rollout, chunks = Infinity): Promise<LatentChunk[]> {
  const played = []
  for await (const chunk of running) {
    played.push(chunk)
    if (played.length >= chunks) break
  }
  return played
}

export const latentsOf = (chunks: readonly LatentChunk[]): Float32Array[] => chunks.map(({ latents }) => latents)
