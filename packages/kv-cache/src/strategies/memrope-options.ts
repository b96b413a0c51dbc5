import { rateProblem, roomProblem, wholeProblem, type Problem } from './option-problems.js'
import type { MemoryStream, Pooling } from './strategy.js'

/** Names are those of `strategyByName`'s parameters; the paper's values are in the comments. */
export interface MemropeOptions {
  /** Slots in all: sinks, memory slots, recent window and the chunk (12). The recent window is what remains (4). */
  readonly cacheFrames: number
  /** First latent frames, never evicted (3). */
  readonly sinkFrames: number
  /** Latent frames per chunk, the model's (3). */
  readonly chunkFrames: number
  /** Share of the evicted mean in the long-term memory, per chunk, 0 to 1 (0.01). */
  readonly longRate: number
  /** The same for the short-term memory (0.1). */
  readonly shortRate: number
  /** Memory slots to keep; one that is missing leaves its slot to the recent window. Default both. */
  readonly streams?: 'both' | 'long' | 'short' | 'none'
  /** `frame`: one mean over all tokens, as the released code; `token`: one per spatial position. Default `frame`. */
  readonly pooling?: Pooling
  /**
   * Short-term rate per token by its motion, from 0.1 x to 5 x `shortRate`; implies `token` pooling. Above a `shortRate` of
   * 0.2 the farthest tokens overshoot, as in the released code; from 0.4 on memory would diverge. Default false.
   */
  readonly adaptiveShortRate?: boolean
  /** What a memory is before its first fold: the first evicted mean (released code) or zeros (paper's algorithm 1). */
  readonly init?: 'first-evicted' | 'zero'
  /**
   * The frames that lie where memory slots open are folded in with the others (default), or dropped, as the released
   * code drops them.
   */
  readonly underMemory?: 'fold' | 'drop'
  /** Precision of the stored averages. `bf16` reproduces the released code, whose memory stalls. Default `f32`. */
  readonly precision?: 'f32' | 'bf16'
}

const STREAMS: Readonly<Record<NonNullable<MemropeOptions['streams']>, readonly MemoryStream[]>> = {
  both: ['long-term', 'short-term'],
  long: ['long-term'],
  short: ['short-term'],
  none: [],
}

/** The memory slots of a `streams` option, in attention order. */
export function memoryStreams(streams: MemropeOptions['streams'] = 'both'): readonly MemoryStream[] {
  return STREAMS[streams]
}

export function memropeProblems(options: MemropeOptions): Problem[] {
  const { cacheFrames, sinkFrames, chunkFrames, longRate, shortRate } = options
  return [
    wholeProblem('cacheFrames', cacheFrames, 1),
    wholeProblem('sinkFrames', sinkFrames, 0),
    wholeProblem('chunkFrames', chunkFrames, 1),
    roomProblem(cacheFrames, { sink: sinkFrames, memory: memoryStreams(options.streams).length, chunk: chunkFrames }),
    rateProblem('longRate', longRate),
    rateProblem('shortRate', shortRate),
    options.adaptiveShortRate && shortRate >= 0.4 && shortRate <= 1
      ? `shortRate is ${shortRate}, expected less than 0.4 with adaptiveShortRate, which goes up to 5 times as far`
      : undefined,
  ]
}
