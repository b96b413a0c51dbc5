import type { CacheLayout, StoreSnapshot } from '@frameloom/kv-cache'
import { DiffusionError } from './diffusion-error.js'
import type { VideoModel } from './video-model.js'

/**
 * A rollout between two chunks: with the same model, schedule, noise and settings, the next chunks are bit for bit those
 * that would have followed. Plain records: `layout` is JSON, `store` holds tensors.
 */
export interface RolloutSnapshot {
  /** `identity` of the model; snapshots of earlier versions name the `sha256` of its weights. */
  readonly model: string
  /** Index of the next chunk. */
  readonly nextChunk: number
  readonly layout: CacheLayout
  /** Keys and values of the layout's slots. */
  readonly store: StoreSnapshot
}

/** @throws DiffusionError `snapshot-mismatch` when the snapshot is not one of this model, or contradicts itself */
export function requireResumable(
  { model: identity, nextChunk, layout, store }: RolloutSnapshot,
  model: VideoModel,
): void {
  const problems: string[] = []
  if (identity !== model.identity && identity !== model.sha256) {
    problems.push(
      `it was taken with a network of other weights or another configuration (${identity}, expected ${model.identity})`,
    )
  }
  if (layout.length !== store.slots)
    problems.push(`its layout has ${layout.length} slots, but ${store.slots} are stored`)
  const end = nextChunk * model.geometry.chunkFrames
  const later = layout.find((content) => content.kind !== 'memory' && content.frame >= end)
  if (later && later.kind !== 'memory') {
    problems.push(
      `it holds latent frame ${later.frame}, expected only frames before ${end}, where chunk ${nextChunk} begins`,
    )
  }
  if (problems.length === 0) return
  throw new DiffusionError(
    'snapshot-mismatch',
    `The snapshot does not fit ${model.name}: ${problems.join('; ')}; resume with the model and the file it was saved from.`,
  )
}
