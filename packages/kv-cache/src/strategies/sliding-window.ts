import { keepSinksAndRecents } from './keep-sinks-and-recents.js'
import { refuseProblems, roomProblem, wholeProblem, type Problem } from './option-problems.js'
import type { CacheStrategy } from './strategy.js'

export interface SlidingWindowOptions {
  /** Slots in all, the chunk's included. */
  readonly cacheFrames: number
  readonly chunkFrames: number
}

/**
 * The last latent frames; everything older is forgotten. Of another strategy's layout it keeps the unbroken run of frames
 * up to the newest; memory slots, and sinks that lie further back, are forgotten.
 * @throws CacheError `invalid-parameter` with every wrong option
 */
export function slidingWindow(options: SlidingWindowOptions): CacheStrategy {
  refuseProblems('sliding-window', slidingWindowProblems(options))
  const capacity = options.cacheFrames
  return {
    name: 'sliding-window',
    capacity,
    folds: false,
    admit: (layout, chunk) => keepSinksAndRecents(layout, chunk, { capacity, sinkFrames: 0 }),
  }
}

export function slidingWindowProblems({ cacheFrames, chunkFrames }: SlidingWindowOptions): Problem[] {
  return [
    wholeProblem('cacheFrames', cacheFrames, 1),
    wholeProblem('chunkFrames', chunkFrames, 1),
    roomProblem(cacheFrames, { chunk: chunkFrames }),
  ]
}
