import { describe, expect, test } from 'vitest'
import { attentionSink } from './attention-sink.js'
import { describeSwap } from './describe-swap.js'
import { frameSpan } from './frame.js'
import { full } from './full.js'
import { memrope } from './memrope.js'
import type { MemropeOptions } from './memrope-options.js'
import { slidingWindow } from './sliding-window.js'
import type { CacheLayout, CacheStrategy } from './strategy.js'

const sizes = { cacheFrames: 12, sinkFrames: 3, chunkFrames: 3 }
const memory = (options: Partial<MemropeOptions> = {}) =>
  memrope({ ...sizes, longRate: 0.01, shortRate: 0.1, ...options })
const window = (cacheFrames = 12) => slidingWindow({ cacheFrames, chunkFrames: 3 })
const chunk = (index: number) => frameSpan(3 * index, 3)

/** The layout that `strategy` leaves behind after `chunks` chunks. */
function after(chunks: number, strategy: CacheStrategy): CacheLayout {
  let layout: CacheLayout = []
  for (let index = 0; index < chunks; index++) layout = strategy.admit(layout, chunk(index)).layout
  return layout
}

const table = (layout: CacheLayout) => {
  return layout
    .map((content) =>
      content.kind === 'memory' ? `${content.stream[0]}${content.framesFolded}` : `${content.kind[0]}${content.frame}`,
    )
    .join(' ')
}

/** Slot tables of the next chunks when `strategy` takes over after eight chunks of `before`. */
function takeOver(before: CacheStrategy, strategy: CacheStrategy, chunks = 2): string[] {
  let layout = after(8, before)
  return Array.from({ length: chunks }, (_, i) => {
    layout = strategy.admit(layout, chunk(8 + i)).layout
    return table(layout)
  })
}

describe("a strategy that takes over another one's cache", () => {
  test('sliding window forgets memory slots and sinks, and fills up again', () => {
    expect(takeOver(memory(), window())).toEqual([
      'r17 r18 r19 r20 r21 r22 r23 r24 r25 r26',
      'r18 r19 r20 r21 r22 r23 r24 r25 r26 r27 r28 r29',
    ])
  })

  test('MemRoPE takes the oldest frames of a window as sinks and starts memory from what is evicted next', () => {
    expect(takeOver(window(), memory())).toEqual([
      's12 s13 s14 l5 s5 r20 r21 r22 r23 r24 r25 r26',
      's12 s13 s14 l8 s8 r23 r24 r25 r26 r27 r28 r29',
    ])
  })

  test('MemRoPE drops what lies under the opening memory slots when told to', () => {
    expect(takeOver(window(), memory({ underMemory: 'drop' }), 1)).toEqual([
      's12 s13 s14 l3 s3 r20 r21 r22 r23 r24 r25 r26',
    ])
  })

  test('attention sink keeps the sinks of MemRoPE and forgets its memory', () => {
    expect(takeOver(memory(), attentionSink(sizes))).toEqual([
      's0 s1 s2 r18 r19 r20 r21 r22 r23 r24 r25 r26',
      's0 s1 s2 r21 r22 r23 r24 r25 r26 r27 r28 r29',
    ])
  })

  test('full keeps everything it finds, memory as it stands', () => {
    expect(takeOver(memory(), full({ cacheFrames: 15, chunkFrames: 3 }), 1)).toEqual([
      's0 s1 s2 l14 s14 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26',
    ])
  })

  test('a smaller capacity evicts more, a larger one evicts nothing until it is full', () => {
    expect(takeOver(memory(), memory({ cacheFrames: 9 }), 1)).toEqual(['s0 s1 s2 l20 s20 r23 r24 r25 r26'])
    expect(takeOver(memory(), memory({ cacheFrames: 18 }))[1]).toBe(
      's0 s1 s2 l14 s14 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26 r27 r28 r29',
    )
  })

  test('a memory stream that is not kept is forgotten, one that is missing starts behind the others', () => {
    expect(takeOver(memory(), memory({ streams: 'long' }), 1)).toEqual(['s0 s1 s2 l16 r19 r20 r21 r22 r23 r24 r25 r26'])
    expect(takeOver(memory({ streams: 'short' }), memory(), 1)).toEqual(['s0 s1 s2 s17 l4 r20 r21 r22 r23 r24 r25 r26'])
  })

  test('memory in front of all frames keeps its place, and no sinks are made up', () => {
    expect(takeOver(memory({ sinkFrames: 0 }), memory(), 1)).toEqual([
      'l17 s17 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26',
    ])
  })

  test('fewer sinks forget the others', () => {
    expect(takeOver(memory(), attentionSink({ ...sizes, sinkFrames: 1 }), 1)).toEqual([
      's0 r17 r18 r19 r20 r21 r22 r23 r24 r25 r26',
    ])
  })
})

describe('the report of a swap', () => {
  test('says what is kept, folded and forgotten', () => {
    expect(describeSwap(after(8, memory()), window(), chunk(8))).toEqual({
      kept: { frames: [17, 18, 19, 20, 21, 22, 23], memory: [] },
      folded: [],
      forgotten: { frames: [0, 1, 2], memory: ['long-term', 'short-term'] },
    })
    expect(describeSwap(after(8, window()), memory({ underMemory: 'drop' }), chunk(8))).toEqual({
      kept: { frames: [12, 13, 14, 20, 21, 22, 23], memory: [] },
      folded: [17, 18, 19],
      forgotten: { frames: [15, 16], memory: [] },
    })
    expect(describeSwap(after(8, memory()), memory(), chunk(8)).kept.memory).toEqual(['long-term', 'short-term'])
  })
})
