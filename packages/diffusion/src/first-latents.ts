import { DiffusionError } from './diffusion-error.js'
import { latentFrameSize, latentSizes, type LatentShape, type ModelGeometry } from './geometry.js'
import type { RolloutOptions } from './rollout-options.js'
import type { VideoModel } from './video-model.js'

/** Clean latent frames that a video starts from. */
export interface FirstLatents {
  /** [chunks x chunk frames, channels, height, width] */
  readonly latents: Float32Array
  /** Sizes of each. */
  readonly shape: LatentShape
}

const chunkSize = ({ chunkFrames, latent }: ModelGeometry): number => chunkFrames * latentFrameSize(latent)

/** The given latents of chunk `index`, a view; undefined behind the last one that is given. */
export function givenChunk(
  { model, firstLatents }: Pick<RolloutOptions, 'model' | 'firstLatents'>,
  index: number,
): Float32Array | undefined {
  const size = chunkSize(model.geometry)
  if (!firstLatents || index * size >= firstLatents.latents.length) return undefined
  return firstLatents.latents.subarray(index * size, (index + 1) * size)
}

/** @throws DiffusionError `latents-mismatch` when the latents are of another size than this model's, or no whole chunks of it */
export function requireWholeChunks({ latents, shape }: FirstLatents, { name, geometry }: VideoModel): void {
  const { chunkFrames, latent } = geometry
  if (latentSizes(shape) !== latentSizes(latent)) {
    throw new DiffusionError(
      'latents-mismatch',
      `A video of ${name} cannot start from latent frames of ${latentSizes(shape)}, expected ${latentSizes(latent)} ` +
        `(channels, height, width): encode them with this model's own encoder.`,
    )
  }
  const size = chunkSize(geometry)
  if (latents.length % size === 0) return
  throw new DiffusionError(
    'latents-mismatch',
    `A video of ${name} cannot start from ${latents.length} latent numbers: give whole chunks of ${chunkFrames} x ` +
      `${latentSizes(latent)} = ${size}, encoded at this model's size.`,
  )
}
