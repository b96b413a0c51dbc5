import { keepSinksAndRecents } from './keep-sinks-and-recents.js'
import { refuseProblems, roomProblem, wholeProblem, type Problem } from './option-problems.js'
import type { CacheStrategy } from './strategy.js'

export interface AttentionSinkOptions {
  /** Slots in all: sinks, recent window and the chunk. */
  readonly cacheFrames: number
  /** First latent frames, never evicted. */
  readonly sinkFrames: number
  readonly chunkFrames: number
}

/**
 * The first latent frames and the last ones; the middle is forgotten (StreamingLLM, arXiv 2309.17453; for video LongLive,
 * arXiv 2509.22622). Of another strategy's layout it keeps the oldest frames as sinks and the unbroken run up to the
 * newest; memory slots and frames between are forgotten.
 * @throws CacheError `invalid-parameter` with every wrong option
 */
export function attentionSink(options: AttentionSinkOptions): CacheStrategy {
  refuseProblems('attention-sink', attentionSinkProblems(options))
  const { cacheFrames: capacity, sinkFrames } = options
  return {
    name: 'attention-sink',
    capacity,
    folds: false,
    admit: (layout, chunk) => keepSinksAndRecents(layout, chunk, { capacity, sinkFrames }),
  }
}

export function attentionSinkProblems({ cacheFrames, sinkFrames, chunkFrames }: AttentionSinkOptions): Problem[] {
  return [
    wholeProblem('cacheFrames', cacheFrames, 1),
    wholeProblem('sinkFrames', sinkFrames, 0),
    wholeProblem('chunkFrames', chunkFrames, 1),
    roomProblem(cacheFrames, { sink: sinkFrames, chunk: chunkFrames }),
  ]
}
