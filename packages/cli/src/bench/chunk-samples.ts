import { type LatentChunk, Rollout, scheduleFromSteps, seededNoise } from '@frameloom/diffusion'
import { strategyByName } from '@frameloom/kv-cache'
import type { TinyWorld } from '@frameloom/tiny-world'

/** One chunk of a benchmark, decoded. */
export interface ChunkSample {
  readonly chunk: LatentChunk
  /** Until its latents were there. */
  readonly chunkMs: number
  readonly decodeMs: number
  /** Pixel frames that came of it. */
  readonly frames: number
}

/** Makes and decodes chunks with MemRoPE, the empty prompt and seed 0: what every benchmark of speed measures. */
export async function* chunkSamples(
  { model, decoder, encoder }: TinyWorld,
  { chunks, signal }: { readonly chunks: number; readonly signal: AbortSignal },
): AsyncGenerator<ChunkSample> {
  const settings = { ...strategyByName('memrope', {}, model.geometry), prompt: await encoder.encode('', signal) }
  const { steps, shift } = model.defaultSchedule
  const schedule = scheduleFromSteps(steps, shift)
  await using rollout = new Rollout({
    model,
    schedule,
    noise: seededNoise(0),
    chunks,
    boundary: () => settings,
    signal,
  })
  await using decoding = await decoder.open()
  let started = performance.now()
  for await (const chunk of rollout) {
    const chunkMs = performance.now() - started
    const decodeStarted = performance.now()
    const frames = await decoding.decode(chunk.latents, signal)
    yield { chunk, chunkMs, decodeMs: performance.now() - decodeStarted, frames: frames.length }
    started = performance.now()
  }
}
