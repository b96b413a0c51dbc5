import { checkTrainedWindow, type VideoModel } from '@frameloom/diffusion'
import { NodeError } from '@frameloom/graph'
import type { CacheStrategy } from '@frameloom/kv-cache'
import { z } from 'zod'

/** Field shared by all caches: strategies are compared at equal size. */
export const cacheFrames = z.int().min(2).max(1024).default(12).meta({
  title: 'Cache size',
  description: 'Latent frames attended at once, the chunk included. Time per chunk and memory grow with it.',
  unit: 'latent frames',
})

export const sinkFrames = z.int().min(0).max(64).default(3).meta({
  title: 'Sink frames',
  description: 'First latent frames of the video, never evicted. They hold the look of the scene.',
  unit: 'latent frames',
})

/**
 * Returns `strategy` when the model has been trained on as long a span.
 * @throws NodeError `untrained-window`
 */
export function withinTrainedWindow(strategy: CacheStrategy, model: VideoModel): CacheStrategy {
  const refusal = checkTrainedWindow(strategy, model.geometry)
  if (refusal) throw new NodeError(refusal.code, refusal.message, { port: 'model', cause: refusal })
  return strategy
}
