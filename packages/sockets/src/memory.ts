import { socketType } from '@frameloom/graph'
import type { CacheStrategy, PositionPolicy } from '@frameloom/kv-cache'

export const cacheStrategy = socketType<CacheStrategy>(
  'cache-strategy',
  'What the KV cache keeps, folds and forgets as the video goes on.',
)

export const positionPolicy = socketType<PositionPolicy>(
  'position-policy',
  'Which temporal rotary position each slot of the cache gets.',
)

/**
 * Static facts about outputs, for conflicts that a document can be refused for before it runs. A pack of another
 * author that folds keys, or places them by frame, declares the same trait and is covered by the same rule.
 */
export const traits = {
  /** The strategy averages keys, which has meaning only for un-rotated ones. */
  foldsKeys: 'folds-keys',
  /** The policy gives a slot the position of its latent frame, which an average of many does not have. */
  absolutePositions: 'absolute-positions',
} as const
