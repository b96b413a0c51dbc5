import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slot } from '../frame.js'
import { strategyByName } from '../parameters/strategy-by-name.js'
import { onlinePositions } from '../positions/online-positions.js'
import { ArrayStore } from '../stores/array-store.js'
import { memrope } from '../strategies/memrope.js'
import { arbitraryStrategies } from '../testing/arbitrary-strategy.js'
import { planRollout } from './plan-rollout.js'
import { Provenance } from './provenance.js'

const paper = { cacheFrames: 12, sinkFrames: 3, chunkFrames: 3, longRate: 0.01, shortRate: 0.1 }

describe('provenance', () => {
  test('says what the store really holds: a slot is the sum of its frames by their shares', async () => {
    // Every frame is a constant that tells frames apart, so that pooling and motion make no difference.
    const value = (frame: number) => Math.cos(frame)
    const property = fc.asyncProperty(arbitraryStrategies.memrope, async ({ strategy, chunkFrames }) => {
      const store = new ArrayStore({ layers: 1, capacity: strategy.capacity, tokensPerSlot: 1, heads: 1, width: 1 })
      const rollout = { strategy, positions: onlinePositions(), chunkFrames, chunks: 25 }
      for (const { plan, provenance } of planRollout(rollout)) {
        await store.apply(plan.makeRoom)
        for (const [index, content] of plan.layout.entries()) {
          if (content.kind !== 'memory' && plan.chunkSlots.includes(slot(index))) {
            store.write(0, slot(index), { keys: Float32Array.of(value(content.frame)), values: Float32Array.of(0) })
          }
          const { frames, weights, older, blank, exact } = provenance.shares(slot(index))
          const total = weights.reduce((sum, weight) => sum + weight, older + blank)
          expect(total).toBeCloseTo(1, 9)
          const sum = frames.reduce((partial, frame, i) => partial + value(frame) * (weights[i] ?? 0), 0)
          // Rates that follow motion have no exact shares. Shares left out are below 1e-6 each; the store rounds to f32 at every fold.
          const held = store.read(0, slot(index)).keys[0]
          expect(exact ? held : sum).toBeCloseTo(sum, 4)
        }
      }
    })
    await fc.assert(property, { numRuns: 60 })
  })

  test('stays bounded however long the video is, and loses no share', () => {
    const strategy = memrope({ ...paper, underMemory: 'drop' })
    let most = 0
    for (const { index, provenance } of planRollout({
      strategy,
      positions: onlinePositions(),
      chunkFrames: 3,
      chunks: 30_000,
    })) {
      if (index < 4 || index % 500 > 0) continue
      for (const at of [3, 4]) {
        const { frames, weights, older } = provenance.shares(slot(at))
        most = Math.max(most, frames.length)
        expect(weights.reduce((sum, weight) => sum + weight, older)).toBeCloseTo(1, 9)
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(1e-6)
      }
    }
    // 0.01 / 3 x 0.99^k is at least 1e-6 up to k = 807: three frames for each of 808 updates, and the three of the first fold.
    expect(most).toBe(3 * 809)
  })

  test('says that shares are not exact where the rate follows motion', () => {
    const strategy = memrope({ ...paper, adaptiveShortRate: true })
    const last = [...planRollout({ strategy, positions: onlinePositions(), chunkFrames: 3, chunks: 6 })].at(-1)
    expect([3, 4, 5].map((at) => last?.provenance.shares(slot(at)).exact)).toEqual([true, false, true])
  })

  test('keeps shares between 0 and 1 where tokens that move far overshoot', () => {
    const strategy = memrope({ ...paper, shortRate: 0.399, adaptiveShortRate: true })
    for (const { index, plan, provenance } of planRollout({
      strategy,
      positions: onlinePositions(),
      chunkFrames: 3,
      chunks: 12,
    })) {
      for (const at of plan.layout.keys()) {
        const { weights, older, blank } = provenance.shares(slot(at))
        const shares = [...weights, older, blank]
        expect(
          shares.reduce((sum, share) => sum + share),
          `slot ${at} at chunk ${index}`,
        ).toBeCloseTo(1, 9)
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
      }
    }
  })

  test('counts zeros that a memory started from as blank', () => {
    const strategy = memrope({ ...paper, init: 'zero' })
    const last = [...planRollout({ strategy, positions: onlinePositions(), chunkFrames: 3, chunks: 6 })].at(-1)
    expect(last?.provenance.shares(slot(4)).blank).toBeCloseTo(0.81, 12)
  })

  test('counts what it has not seen as older, when it begins in the middle of a video', () => {
    const strategy = memrope(paper)
    const before = [...planRollout({ strategy, positions: onlinePositions(), chunkFrames: 3, chunks: 8 })].at(-1)
    const provenance = new Provenance(before?.plan.layout)
    expect(provenance.shares(slot(3))).toEqual({ frames: [], weights: [], older: 1, blank: 0, exact: true })
    expect(provenance.shares(slot(0)).frames).toEqual([0])
  })

  test('refuses to speak of an empty slot', () => {
    expect(() => new Provenance().shares(slot(2))).toThrow(/Slot 2 holds nothing/)
  })
})

describe('a planned rollout', () => {
  test('refuses a combination that cannot run before the first chunk', () => {
    const { strategy } = strategyByName('memrope')
    const { positions } = strategyByName('sliding-window')
    expect(() => planRollout({ strategy, positions, chunkFrames: 3, chunks: 1 }).next()).toThrow(
      expect.objectContaining({ code: 'memory-needs-online-positions' }),
    )
  })

  test('is endless when asked to be', () => {
    for (const { index, positions } of planRollout({ ...strategyByName('memrope'), chunks: Infinity })) {
      if (index < 5000) continue
      expect(positions.at(-1)).toBe(11)
      break
    }
  })
})
