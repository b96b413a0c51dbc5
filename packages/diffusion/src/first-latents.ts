import { DiffusionError } from './diffusion-error.js'
import { latentFrameSize, type ModelGeometry } from './geometry.js'
import type { RolloutOptions } from './rollout-options.js'
import type { VideoModel } from './video-model.js'

const chunkSize = ({ chunkFrames, latent }: ModelGeometry): number => chunkFrames * latentFrameSize(latent)

/** The given latents of chunk `index`, a view; undefined behind the last one that is given. */
export function givenChunk(
  { model, firstLatents }: Pick<RolloutOptions, 'model' | 'firstLatents'>,
  index: number,
): Float32Array | undefined {
  const size = chunkSize(model.geometry)
  if (!firstLatents || index * size >= firstLatents.length) return undefined
  return firstLatents.subarray(index * size, (index + 1) * size)
}

/** @throws DiffusionError `latents-mismatch` when the latents are not whole chunks of this model */
export function requireWholeChunks(latents: Float32Array, { name, geometry }: VideoModel): void {
  const size = chunkSize(geometry)
  if (latents.length % size === 0) return
  const { chunkFrames, latent } = geometry
  throw new DiffusionError(
    'latents-mismatch',
    `A video of ${name} cannot start from ${latents.length} latent numbers: give whole chunks of ${chunkFrames} x ` +
      `${latent.channels} x ${latent.height} x ${latent.width} = ${size}, encoded at this model's size.`,
  )
}
