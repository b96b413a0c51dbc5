import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameSpan, slot } from '../frame.js'
import { planRollout } from '../plans/plan-rollout.js'
import { onlinePositions } from '../positions/online-positions.js'
import { ArrayStore } from '../stores/array-store.js'
import { attentionSink } from './attention-sink.js'
import { memrope } from './memrope.js'
import type { MemropeOptions } from './memrope-options.js'
import type { CacheLayout, CacheStrategy } from './strategy.js'

const paper = { cacheFrames: 12, sinkFrames: 3, chunkFrames: 3, longRate: 0.01, shortRate: 0.1 }
const released = { ...paper, underMemory: 'drop' } as const

const table = (layout: CacheLayout) => {
  return layout.map((content) =>
    content.kind === 'memory' ? (content.stream === 'long-term' ? 'L' : 'S') : content.frame,
  )
}

function planned(strategy: CacheStrategy, chunks: number, chunkFrames = 3) {
  return [...planRollout({ strategy, positions: onlinePositions(), chunkFrames, chunks })].map(({ plan }) => plan)
}

/**
 * Runs a strategy on a store whose only token is one number per frame, f(frame), and returns what both memories hold after
 * every chunk.
 */
async function memories(options: MemropeOptions, chunks: number, value: (frame: number) => number) {
  const strategy = memrope(options)
  const store = new ArrayStore({ layers: 1, capacity: strategy.capacity, tokensPerSlot: 1, heads: 1, width: 1 })
  const found = []
  for (const { makeRoom, chunkSlots, layout } of planned(strategy, chunks, options.chunkFrames)) {
    await store.apply(makeRoom)
    for (const at of chunkSlots) {
      const content = layout[at]
      const number = content && content.kind !== 'memory' ? value(content.frame) : NaN
      store.write(0, at, { keys: Float32Array.of(number), values: Float32Array.of(-number) })
    }
    found.push({
      long: store.read(0, slot(options.sinkFrames)).keys[0] ?? NaN,
      short: store.read(0, slot(options.sinkFrames + 1)).keys[0] ?? NaN,
      shortValue: store.read(0, slot(options.sinkFrames + 1)).values[0] ?? NaN,
    })
  }
  return found
}

describe('MemRoPE with the settings of the released code', () => {
  test('has its slot tables', () => {
    const plans = planned(memrope(released), 8)
    expect(table(plans[3]?.layout ?? [])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(table(plans[4]?.layout ?? [])).toEqual([0, 1, 2, 'L', 'S', 8, 9, 10, 11, 12, 13, 14])
    expect(table(plans[7]?.layout ?? [])).toEqual([0, 1, 2, 'L', 'S', 17, 18, 19, 20, 21, 22, 23])
  })

  test('folds frames 5 + 3 i to 7 + 3 i at chunk 4 + i, and never frames 3 and 4', () => {
    let before: CacheLayout = []
    for (const [chunk, { makeRoom, layout }] of planned(memrope(released), 30).entries()) {
      const folds = makeRoom.filter((op) => op.op === 'fold')
      const frames = folds.map(({ from }) => from.map((at) => table(before)[at]))
      const first = 5 + 3 * (chunk - 4)
      expect(frames).toEqual(chunk < 4 ? [] : [0, 1].map(() => [first, first + 1, first + 2]))
      before = layout
    }
  })

  test('weighs the first fold with (1 - rate)^updates and each later one with rate (1 - rate)^age', () => {
    for (const plan of planRollout({
      strategy: memrope(released),
      positions: onlinePositions(),
      chunkFrames: 3,
      chunks: 60,
    })) {
      const updates = plan.index - 4
      if (updates < 0) continue
      for (const [at, rate] of [[3, 0.01] as const, [4, 0.1] as const]) {
        const { frames, weights, older, blank } = plan.provenance.shares(slot(at))
        expect(frames).toEqual(Array.from({ length: 3 * (updates + 1) }, (_, i) => 5 + i))
        for (const [i, weight] of weights.entries()) {
          const update = Math.floor(i / 3)
          const share = update === 0 ? (1 - rate) ** updates : rate * (1 - rate) ** (updates - update)
          expect(weight).toBeCloseTo(share / 3, 12)
        }
        expect([older, blank]).toEqual([0, 0])
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
      }
    }
  })

  test('starts both memories from the same first evicted mean', async () => {
    const found = await memories(released, 5, (frame) => frame * frame)
    expect(found[4]?.long).toBeCloseTo((25 + 36 + 49) / 3, 5)
    expect(found[4]?.short).toBe(found[4]?.long)
  })

  test('keeps 47 % of the first fold in the long-term memory after a minute, 4 % after four, and 2.5 % of 36 chunks in the short', () => {
    expect(firstShare(released, 3, 80)).toBeCloseTo(0.4706, 4)
    expect(firstShare(released, 3, 320)).toBeCloseTo(0.0422, 4)
    expect(firstShare(released, 4, 40)).toBeCloseTo(0.025, 4)
  })
})

function firstShare(options: MemropeOptions, at: number, chunks: number): number {
  const rollout = { strategy: memrope(options), positions: onlinePositions(), chunkFrames: 3, chunks }
  for (const { index, provenance } of planRollout(rollout)) {
    if (index === chunks - 1) return (provenance.shares(slot(at)).weights[0] ?? NaN) * 3
  }
  return NaN
}

describe('MemRoPE', () => {
  test('folds the frames under the memory slots in with the first ones, unless told to drop them', async () => {
    const found = await memories(paper, 5, (frame) => frame)
    expect(found[4]).toEqual({ long: 5, short: 5, shortValue: -5 })
    const dropped = await memories(released, 5, (frame) => frame)
    expect(dropped[4]).toEqual({ long: 6, short: 6, shortValue: -6 })
  })

  test('starts from zeros like the algorithm of the paper when told to', async () => {
    for (const underMemory of ['fold', 'drop'] as const) {
      const found = await memories({ ...paper, init: 'zero', underMemory }, 6, () => 1)
      expect(found[4]?.long).toBeCloseTo(0.01, 7)
      expect(found[4]?.short).toBeCloseTo(0.1, 7)
      expect(found[5]?.short).toBeCloseTo(0.19, 7)
    }
  })

  test('holds a constant video exactly, and never leaves the range of what it has folded', async () => {
    const rates = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    const numbers = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 60, maxLength: 60 })
    const property = fc.asyncProperty(rates, numbers, async ([longRate, shortRate], frames) => {
      const options = { ...paper, longRate, shortRate }
      // Zero without a sign: a mean of -0 may be +0, which is the same number.
      const constant = Math.fround(frames[0] ?? 0) + 0
      for (const { long, short } of (await memories(options, 20, () => constant)).slice(4)) {
        expect([long, short]).toEqual([constant, constant])
      }
      for (const { long, short } of (await memories(options, 20, (frame) => frames[frame] ?? 0)).slice(4)) {
        for (const memory of [long, short]) {
          expect(memory).toBeLessThanOrEqual(Math.max(...frames))
          expect(memory).toBeGreaterThanOrEqual(Math.min(...frames))
        }
      }
    })
    await fc.assert(property, { numRuns: 30 })
  })

  test('gives the same plans and memory when it makes room at the end of a chunk instead of before the next', async () => {
    const value = (frame: number) => Math.fround(Math.sin(frame))
    const lazy = await memories(released, 30, value)
    for (const [chunk, expected] of eagerMemories(30, value).entries()) {
      if (chunk < 4) continue
      expect(lazy[chunk]?.long).toBeCloseTo(expected.long, 6)
      expect(lazy[chunk]?.short).toBeCloseTo(expected.short, 6)
    }
  })

  test('is attention sink with the freed slots when it has no streams', () => {
    const sizes = fc.record({
      sinkFrames: fc.integer({ min: 0, max: 4 }),
      recentFrames: fc.integer({ min: 0, max: 7 }),
      chunkFrames: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(sizes, ({ sinkFrames, recentFrames, chunkFrames }) => {
        const options = { cacheFrames: sinkFrames + recentFrames + chunkFrames, sinkFrames, chunkFrames }
        const without = memrope({ ...paper, ...options, streams: 'none' })
        expect(without.folds).toBe(false)
        expect(planned(without, 30, chunkFrames)).toEqual(planned(attentionSink(options), 30, chunkFrames))
      }),
    )
    const last = planned(memrope({ ...paper, streams: 'none' }), 8).at(-1)
    expect(table(last?.layout ?? [])).toEqual([0, 1, 2, 15, 16, 17, 18, 19, 20, 21, 22, 23])
  })

  test('gives the slot of a stream that is not kept to the recent window', () => {
    const long = planned(memrope({ ...paper, streams: 'long' }), 8).at(-1)
    expect(table(long?.layout ?? [])).toEqual([0, 1, 2, 'L', 16, 17, 18, 19, 20, 21, 22, 23])
    const short = planned(memrope({ ...paper, streams: 'short' }), 8).at(-1)
    expect(table(short?.layout ?? [])).toEqual([0, 1, 2, 'S', 16, 17, 18, 19, 20, 21, 22, 23])
  })

  test('follows motion between a tenth and five times the short-term rate, on tokens pooled apart', () => {
    const { makeRoom } = memrope({ ...paper, adaptiveShortRate: true, pooling: 'frame' }).admit(
      planned(memrope(paper), 8).at(-1)?.layout ?? [],
      frameSpan(24, 3),
    )
    const folds = makeRoom.filter((op) => op.op === 'fold')
    expect(folds.map(({ rate }) => rate)).toEqual([
      { kind: 'uniform', rate: 0.01 },
      { kind: 'by-motion', least: 0.010000000000000002, most: 0.5 },
    ])
    expect(folds.map(({ pooling }) => pooling)).toEqual(['token', 'token'])
  })

  test('never lets a position reach the capacity, for many geometries and long videos', () => {
    const sizes = fc.record({
      sinkFrames: fc.integer({ min: 0, max: 5 }),
      recentFrames: fc.integer({ min: 0, max: 9 }),
      chunkFrames: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3000 }), ({ sinkFrames, recentFrames, chunkFrames }, chunks) => {
        const cacheFrames = sinkFrames + 2 + recentFrames + chunkFrames
        const strategy = memrope({ ...paper, cacheFrames, sinkFrames, chunkFrames })
        for (const { positions } of planRollout({ strategy, positions: onlinePositions(), chunkFrames, chunks })) {
          expect(positions.at(-1)).toBeLessThan(cacheFrames)
        }
      }),
      { numRuns: 20 },
    )
  })
})

/** An independent simulation that folds as soon as a chunk is finished: lists and numbers only. */
function eagerMemories(chunks: number, value: (frame: number) => number) {
  const found = []
  let recent: number[] = []
  let long = NaN
  let short = NaN
  for (let chunk = 0; chunk < chunks; chunk++) {
    found.push({ long, short })
    const frames = [3 * chunk, 3 * chunk + 1, 3 * chunk + 2]
    if (chunk > 0) recent.push(...frames)
    if (recent.length <= 6) continue
    const leaving = recent.slice(0, -4)
    recent = recent.slice(-4)
    const opens = Number.isNaN(long)
    const folded = (opens ? leaving.slice(2) : leaving).map(value)
    const mean = folded.reduce((sum, each) => sum + each, 0) / folded.length
    long = opens ? mean : 0.01 * mean + 0.99 * long
    short = opens ? mean : 0.1 * mean + 0.9 * short
  }
  return found
}
