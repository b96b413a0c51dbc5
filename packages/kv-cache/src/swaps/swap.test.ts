import { describe, expect, test } from 'vitest'
import { frameSpan } from '../frame.js'
import { attentionSink } from '../strategies/attention-sink.js'
import { full } from '../strategies/full.js'
import { memrope } from '../strategies/memrope.js'
import type { MemropeOptions } from '../strategies/memrope-options.js'
import { slidingWindow } from '../strategies/sliding-window.js'
import type { CacheLayout, CacheStrategy } from '../strategies/strategy.js'
import { describeSwap } from './describe-swap.js'
import { swapSentence } from './swap-sentence.js'

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
  test('says what is kept, folded and forgotten, by role', () => {
    expect(describeSwap(after(8, memory()), window(), chunk(8))).toEqual({
      kept: { sinks: [], memory: [], recent: [17, 18, 19, 20, 21, 22, 23] },
      folded: [],
      opened: [],
      forgotten: {
        sinks: [0, 1, 2],
        memory: [
          { stream: 'long-term', framesFolded: 14 },
          { stream: 'short-term', framesFolded: 14 },
        ],
        recent: [],
      },
    })
    expect(describeSwap(after(8, window()), memory({ underMemory: 'drop' }), chunk(8))).toEqual({
      kept: { sinks: [12, 13, 14], memory: [], recent: [20, 21, 22, 23] },
      folded: [17, 18, 19],
      opened: ['long-term', 'short-term'],
      forgotten: { sinks: [], memory: [], recent: [15, 16] },
    })
  })

  const strategies = {
    full: full({ cacheFrames: 48, chunkFrames: 3 }),
    window: window(),
    sink: attentionSink(sizes),
    memrope: memory(),
    long: memory({ streams: 'long' }),
  }
  const names = Object.keys(strategies) as (keyof typeof strategies)[]
  const pairs = names.flatMap((from) => names.map((to) => [from, to] as const))

  test.each(pairs)('accounts for every slot once: %s to %s', (from, to) => {
    for (const chunks of [0, 1, 3, 4, 8, 13]) {
      const layout = after(chunks, strategies[from])
      const { kept, folded, forgotten } = describeSwap(layout, strategies[to], chunk(chunks))
      const frames = [kept, forgotten].flatMap(({ sinks, recent }) => [...sinks, ...recent])
      const before = layout.flatMap((content) => (content.kind === 'memory' ? [] : [content.frame]))
      expect([...frames, ...folded].toSorted((a, b) => a - b)).toEqual(before)
      const memories = layout.filter(({ kind }) => kind === 'memory')
      expect([...kept.memory, ...forgotten.memory].length).toBe(memories.length)
    }
  })

  test('reads as a sentence, for every pair of strategies', () => {
    const sentences = names.flatMap((from) =>
      names
        .filter((to) => to !== from)
        .map((to) =>
          swapSentence({ strategy: strategies[from], layout: after(8, strategies[from]) }, strategies[to], chunk(8)),
        ),
    )
    expect(sentences).toEqual([
      'Full to Sliding Window: kept recent frames 15-23; lost recent frames 0-14.',
      'Full to Attention Sink: kept sinks 0-2 and recent frames 18-23; lost recent frames 3-17.',
      'Full to MemRoPE: kept sinks 0-2 and recent frames 20-23; folded frames 3-19 into two new memory slots; lost nothing.',
      'Full to MemRoPE: kept sinks 0-2 and recent frames 19-23; folded frames 3-18 into a new long-term memory; lost nothing.',
      'Sliding Window to Full: kept recent frames 12-23; lost nothing.',
      'Sliding Window to Attention Sink: kept sinks 12-14 and recent frames 18-23; lost recent frames 15-17.',
      'Sliding Window to MemRoPE: kept sinks 12-14 and recent frames 20-23; folded frames 15-19 into two new memory slots; lost nothing.',
      'Sliding Window to MemRoPE: kept sinks 12-14 and recent frames 19-23; folded frames 15-18 into a new long-term memory; lost nothing.',
      'Attention Sink to Full: kept sinks 0-2 and recent frames 15-23; lost nothing.',
      'Attention Sink to Sliding Window: kept recent frames 15-23; lost sinks 0-2.',
      'Attention Sink to MemRoPE: kept sinks 0-2 and recent frames 20-23; folded frames 15-19 into two new memory slots; lost nothing.',
      'Attention Sink to MemRoPE: kept sinks 0-2 and recent frames 19-23; folded frames 15-18 into a new long-term memory; lost nothing.',
      'MemRoPE to Full: kept sinks 0-2, both memory slots (of 14 frames each) and recent frames 17-23; lost nothing.',
      'MemRoPE to Sliding Window: kept recent frames 17-23; lost sinks 0-2 and both memory slots (of 14 frames each).',
      'MemRoPE to Attention Sink: kept sinks 0-2 and recent frames 18-23; lost both memory slots (of 14 frames each) and recent frame 17.',
      'MemRoPE with other settings: kept sinks 0-2, the long-term memory (of 14 frames) and recent frames 19-23; folded frames 17-18 into memory; lost the short-term memory (of 14 frames).',
      'MemRoPE to Full: kept sinks 0-2, the long-term memory (of 13 frames) and recent frames 16-23; lost nothing.',
      'MemRoPE to Sliding Window: kept recent frames 16-23; lost sinks 0-2 and the long-term memory (of 13 frames).',
      'MemRoPE to Attention Sink: kept sinks 0-2 and recent frames 18-23; lost the long-term memory (of 13 frames) and recent frames 16-17.',
      'MemRoPE with other settings: kept sinks 0-2, the long-term memory (of 13 frames) and recent frames 20-23; folded frames 16-19 into a new short-term memory; lost nothing.',
    ])
  })

  test('names sizes where the strategy stays, and an empty cache', () => {
    expect(swapSentence({ strategy: memory(), layout: after(8, memory()) }, memory({ cacheFrames: 9 }), chunk(8))).toBe(
      'MemRoPE of 12 slots to 9: kept sinks 0-2, both memory slots (of 14 frames each) and recent frame 23; folded frames 17-22 into memory; lost nothing.',
    )
    expect(swapSentence({ strategy: window(), layout: [] }, memory(), chunk(0))).toBe(
      'Sliding Window to MemRoPE: nothing was remembered yet.',
    )
  })
})
