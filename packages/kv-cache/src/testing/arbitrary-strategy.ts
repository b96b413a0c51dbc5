import fc from 'fast-check'
import { attentionSink } from '../strategies/attention-sink.js'
import { full } from '../strategies/full.js'
import { memrope } from '../strategies/memrope.js'
import type { MemropeOptions } from '../strategies/memrope-options.js'
import { slidingWindow } from '../strategies/sliding-window.js'
import type { CacheStrategy } from '../strategies/strategy.js'

/** A strategy with the chunk length it was built for. */
export interface StrategySample {
  readonly strategy: CacheStrategy
  readonly chunkFrames: number
}

/** Sinks, recent window and chunk of a cache, small enough to plan thousands of times. */
const sizes = fc.record({
  sinkFrames: fc.integer({ min: 0, max: 4 }),
  recentFrames: fc.integer({ min: 0, max: 7 }),
  chunkFrames: fc.integer({ min: 1, max: 4 }),
})

const memropeSwitches = fc.record({
  longRate: fc.constantFrom(0, 0.01, 0.3, 1),
  shortRate: fc.constantFrom(0.05, 0.1, 0.35),
  streams: fc.constantFrom<NonNullable<MemropeOptions['streams']>>('both', 'long', 'short', 'none'),
  pooling: fc.constantFrom<NonNullable<MemropeOptions['pooling']>>('frame', 'token'),
  adaptiveShortRate: fc.boolean(),
  init: fc.constantFrom<NonNullable<MemropeOptions['init']>>('first-evicted', 'zero'),
  underMemory: fc.constantFrom<NonNullable<MemropeOptions['underMemory']>>('fold', 'drop'),
})

/** Every kind of strategy with every switch, over many sizes; `full` is large enough for 30 chunks of up to 4 frames. */
export const arbitraryStrategies = {
  full: sizes.map(({ chunkFrames }) => ({ strategy: full({ cacheFrames: 150, chunkFrames }), chunkFrames })),
  'sliding-window': sizes.map(({ recentFrames, chunkFrames }) => ({
    strategy: slidingWindow({ cacheFrames: recentFrames + chunkFrames, chunkFrames }),
    chunkFrames,
  })),
  'attention-sink': sizes.map(({ sinkFrames, recentFrames, chunkFrames }) => ({
    strategy: attentionSink({ cacheFrames: sinkFrames + recentFrames + chunkFrames, sinkFrames, chunkFrames }),
    chunkFrames,
  })),
  memrope: fc.tuple(sizes, memropeSwitches).map(([{ sinkFrames, recentFrames, chunkFrames }, switches]) => ({
    strategy: memrope({
      cacheFrames: sinkFrames + 2 + recentFrames + chunkFrames,
      sinkFrames,
      chunkFrames,
      ...switches,
    }),
    chunkFrames,
  })),
} satisfies Readonly<Record<string, fc.Arbitrary<StrategySample>>>
