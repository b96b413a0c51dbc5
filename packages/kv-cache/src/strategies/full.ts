import { withChunk } from './make-room.js'
import { refuseProblems, roomProblem, wholeProblem, type Problem } from './option-problems.js'
import type { CacheStrategy } from './strategy.js'

export interface FullOptions {
  /** Slots in all; the video ends where they do. */
  readonly cacheFrames: number
  readonly chunkFrames: number
}

/**
 * Keeps every latent frame. Of another strategy's layout it keeps all that is there, memory slots as they stand.
 * @throws CacheError `invalid-parameter` with every wrong option
 */
export function full(options: FullOptions): CacheStrategy {
  refuseProblems('full', fullProblems(options))
  const capacity = options.cacheFrames
  return {
    name: 'full',
    capacity,
    folds: false,
    admit: (layout, chunk) => withChunk({ kept: layout, makeRoom: [] }, chunk, { capacity, sinkFrames: 0 }),
  }
}

export function fullProblems({ cacheFrames, chunkFrames }: FullOptions): Problem[] {
  return [
    wholeProblem('cacheFrames', cacheFrames, 1),
    wholeProblem('chunkFrames', chunkFrames, 1),
    roomProblem(cacheFrames, { chunk: chunkFrames }),
  ]
}
