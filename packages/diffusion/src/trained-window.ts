import type { CacheStrategy } from '@frameloom/kv-cache'
import { DiffusionError } from './diffusion-error.js'
import type { ModelGeometry } from './geometry.js'

/** Why a strategy attends more latent frames at once than the model was trained on; undefined where it does not. */
export function checkTrainedWindow(
  { name, capacity }: CacheStrategy,
  { trainedFrames }: Pick<ModelGeometry, 'trainedFrames'>,
): DiffusionError | undefined {
  if (capacity <= trainedFrames) return undefined
  return new DiffusionError(
    'untrained-window',
    `Cache strategy "${name}" attends up to ${capacity} latent frames at once, but the model was trained on ${trainedFrames}: ` +
      `choose a cache of at most ${trainedFrames} frames.`,
  )
}
