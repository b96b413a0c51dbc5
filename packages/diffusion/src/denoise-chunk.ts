import { setImmediate } from 'node:timers/promises'
import { cleanInPlace, renoiseInto } from './flow-match.js'
import { latentFrameSize, type ModelGeometry } from './geometry.js'
import type { PassReport, RolloutOptions } from './rollout-options.js'
import type { Denoiser } from './video-model.js'

/** Timestep of the clean pass: the cache remembers latents without noise. */
const CLEAN_TIMESTEP = 0

/** Each [chunk frames, channels, height, width], allocated once per rollout. */
export interface ChunkBuffers {
  /** What the coming pass reads; the finished latents after the last one. */
  readonly latents: Float32Array
  readonly output: Float32Array
  readonly noise: Float32Array
}

export function chunkBuffers({ chunkFrames, latent }: ModelGeometry): ChunkBuffers {
  const size = chunkFrames * latentFrameSize(latent)
  return { latents: new Float32Array(size), output: new Float32Array(size), noise: new Float32Array(size) }
}

export interface ChunkDenoising extends Pick<RolloutOptions, 'model' | 'schedule' | 'noise' | 'signal' | 'onPass'> {
  /** Placed for this chunk. */
  readonly denoiser: Denoiser
  readonly buffers: ChunkBuffers
}

/**
 * Denoises one chunk, then settles its keys and values by a clean pass over the finished latents.
 * @returns milliseconds of every pass, the clean one last
 * @throws the signal's reason before the next pass when it aborts, or out of a pass
 */
export async function denoiseChunk(denoising: ChunkDenoising, chunk: number): Promise<number[]> {
  const { model, schedule, noise: source, buffers } = denoising
  const { latents, output, noise } = buffers
  const { timesteps, sigmas } = schedule
  const milliseconds: number[] = []
  source.initial(chunk, latents)
  for (const [step, timestep] of timesteps.entries()) {
    const sigma = sigmas[step + 1]
    const meanwhile = sigma === undefined ? undefined : () => source.renoise(chunk, step, noise)
    milliseconds.push(await runPass(denoising, { chunk, kind: 'denoise', step, timestep }, meanwhile))
    cleanInPlace(output, { latents, sigma: sigmas[step] ?? 0, prediction: model.prediction })
    if (sigma === undefined) latents.set(output)
    else renoiseInto(latents, { clean: output, noise, sigma })
  }
  milliseconds.push(await settle(denoising, chunk, timesteps.length))
  return milliseconds
}

/**
 * Settles the keys and values of a chunk whose clean latents are known, as if it had been denoised to them.
 * @returns milliseconds of its only pass, the clean one
 * @throws the signal's reason before the pass when it aborts, or out of it
 */
export async function giveChunk(denoising: ChunkDenoising, chunk: number, given: Float32Array): Promise<number[]> {
  denoising.buffers.latents.set(given)
  return [await settle(denoising, chunk, 0)]
}

const settle = (denoising: ChunkDenoising, chunk: number, step: number): Promise<number> =>
  runPass(denoising, { chunk, kind: 'clean', step, timestep: CLEAN_TIMESTEP }, () =>
    denoising.noise.prepare?.(chunk + 1, denoising.buffers.noise.length),
  )

/** `meanwhile` works on this thread, once the pass has left for others: a real denoiser leaves this one idle. */
async function runPass(
  { denoiser, buffers, signal, onPass }: ChunkDenoising,
  pass: Omit<PassReport, 'output' | 'milliseconds'>,
  meanwhile: () => void = () => {},
): Promise<number> {
  signal?.throwIfAborted()
  const { latents } = buffers
  const result = pass.kind === 'clean' ? {} : { into: buffers.output }
  const started = performance.now()
  const running = denoiser.pass({ latents, timestep: pass.timestep, ...result, ...(signal && { signal }) })
  await together(running, setImmediate().then(meanwhile))
  const milliseconds = performance.now() - started
  onPass?.({ ...pass, ...(result.into && { output: result.into }), milliseconds })
  return milliseconds
}

/** Waits for both, also where one fails: nothing may still run when a failure is told. */
async function together(...works: readonly Promise<void>[]): Promise<void> {
  try {
    await Promise.all(works)
  } finally {
    await Promise.allSettled(works)
  }
}
