import { formatShape, gaussianInto, toFloat32, type Tensor } from '@frameloom/tensor'
import { DiffusionError } from './diffusion-error.js'

/** Standard normal numbers for the latents of one chunk, [chunk frames, channels, height, width]. */
export interface NoiseSource {
  /** What the chunk's first denoise step starts from. */
  initial(chunk: number, into: Float32Array): void
  /** What is mixed in behind denoise step `step`, counted from 0. */
  renoise(chunk: number, step: number, into: Float32Array): void
  /**
   * A hint, given while the program waits anyway: `initial` is asked for this chunk next, for `length` numbers. A source
   * whose numbers take time may draw them now.
   */
  prepare?(chunk: number, length: number): void
}

/**
 * Noise that depends on seed, chunk and step only: neither on the length of the video nor on what ran before.
 * @throws RangeError from its methods, when the seed is no whole number from 0 to 2^53 - 1
 */
export function seededNoise(seed: number): NoiseSource {
  const draw = (chunk: number, into: Float32Array) => gaussianInto(into, { seed, chunk, step: 0 })
  let prepared: { readonly chunk: number; readonly numbers: Float32Array } | undefined
  return {
    initial(chunk, into) {
      if (prepared?.chunk === chunk && prepared.numbers.length === into.length) into.set(prepared.numbers)
      else draw(chunk, into)
    },
    renoise: (chunk, step, into) => gaussianInto(into, { seed, chunk, step: step + 1 }),
    prepare(chunk, length) {
      const numbers = prepared?.numbers.length === length ? prepared.numbers : new Float32Array(length)
      draw(chunk, numbers)
      prepared = { chunk, numbers }
    },
  }
}

/** Noise recorded elsewhere, for comparing numbers. */
export interface NoiseRecord {
  /** [chunks, chunk frames, channels, height, width] */
  readonly noise: Tensor
  /** [chunks, denoise steps - 1, chunk frames, channels, height, width] */
  readonly renoise: Tensor
}

/**
 * Noise that was recorded.
 * @throws DiffusionError `noise-mismatch` when the two tensors do not go together, or a chunk has another size;
 * `noise-exhausted` behind the last recorded chunk or step
 */
export function recordedNoise({ noise, renoise }: NoiseRecord): NoiseSource {
  const [chunks = 0, ...latents] = noise.shape
  const [renoiseChunks = 0, steps = 0, ...renoiseLatents] = renoise.shape
  const size = latents.reduce((product, axis) => product * axis, 1)
  if (chunks !== renoiseChunks || formatShape(latents) !== formatShape(renoiseLatents)) {
    throw new DiffusionError(
      'noise-mismatch',
      `The recorded noise is ${formatShape(noise.shape)} but renoise is ${formatShape(renoise.shape)}: expected ` +
        `[chunks, ...latents] and [chunks, denoise steps - 1, ...latents] of the same chunks and latents.`,
    )
  }
  const [initialNumbers, renoiseNumbers] = [toFloat32(noise), toFloat32(renoise)]
  const copy = (source: Float32Array, index: number, into: Float32Array) => {
    if (into.length !== size) {
      throw new DiffusionError(
        'noise-mismatch',
        `The recorded noise has chunks of ${formatShape(latents)} = ${size} numbers, but the model's chunk has ${into.length}: ` +
          'use inputs that were recorded for this latent size.',
      )
    }
    into.set(source.subarray(index * size, (index + 1) * size))
  }
  const requireRecorded = (what: string, recorded: boolean) => {
    if (recorded) return
    throw new DiffusionError(
      'noise-exhausted',
      `Noise for ${what} is not recorded, only ${chunks} chunks with ${steps} re-noise steps each: ask for fewer chunks or ` +
        'denoise steps, or seed the noise.',
    )
  }
  return {
    initial(chunk, into) {
      requireRecorded(`chunk ${chunk}`, chunk < chunks)
      copy(initialNumbers, chunk, into)
    },
    renoise(chunk, step, into) {
      requireRecorded(`chunk ${chunk} after denoise step ${step}`, chunk < chunks && step < steps)
      copy(renoiseNumbers, chunk * steps + step, into)
    },
  }
}
