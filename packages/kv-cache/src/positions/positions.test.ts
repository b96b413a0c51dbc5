import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRollout } from '../plans/plan-rollout.js'
import { attentionSink } from '../strategies/attention-sink.js'
import { full } from '../strategies/full.js'
import { memrope } from '../strategies/memrope.js'
import { slidingWindow } from '../strategies/sliding-window.js'
import { arbitraryStrategies } from '../testing/arbitrary-strategy.js'
import { absolutePositions } from './absolute-positions.js'
import { checkCompatible } from './check-compatible.js'
import { growThenCapPositions } from './grow-then-cap-positions.js'
import { onlinePositions } from './online-positions.js'

const sizes = { cacheFrames: 12, sinkFrames: 3, chunkFrames: 3 }
const memory = memrope({ ...sizes, longRate: 0.01, shortRate: 0.1 })

describe('every position policy', () => {
  test('places the chunk at consecutive positions, and no slot before an earlier one', () => {
    const policies = fc.constantFrom(onlinePositions(), growThenCapPositions(200), growThenCapPositions(25))
    const samples = fc.oneof(
      arbitraryStrategies['sliding-window'],
      arbitraryStrategies['attention-sink'],
      arbitraryStrategies.memrope,
    )
    fc.assert(
      fc.property(samples, policies, ({ strategy, chunkFrames }, positions) => {
        for (const planned of planRollout({ strategy, positions, chunkFrames, chunks: 60 })) {
          expect(planned.positions).toHaveLength(planned.plan.layout.length)
          expect(planned.positions).toEqual([...new Set(planned.positions)].toSorted((a, b) => a - b))
          const chunk = planned.positions.slice(-chunkFrames)
          expect(chunk).toEqual(chunk.map((_, i) => (chunk[0] ?? NaN) + i))
        }
      }),
    )
  })

  test('gives all strategies the same attention while the cache is not full', () => {
    const strategies = [
      memory,
      memrope({ ...sizes, longRate: 0.5, shortRate: 0.5, streams: 'none' }),
      attentionSink(sizes),
      slidingWindow(sizes),
      full(sizes),
    ]
    const rollouts = strategies.flatMap((strategy) => {
      const policies = [
        onlinePositions(),
        growThenCapPositions(11),
        ...(strategy.folds ? [] : [absolutePositions(1024)]),
      ]
      return policies.map((positions) => [...planRollout({ strategy, positions, chunkFrames: 3, chunks: 4 })])
    })
    const attended = rollouts.map((rollout) => {
      return rollout.map(({ plan, positions }) => ({
        frames: plan.layout.map((content) => (content.kind === 'memory' ? NaN : content.frame)),
        positions,
      }))
    })
    for (const each of attended) expect(each).toEqual(attended[0])
  })
})

describe('absolute positions', () => {
  test('are the indices of the frames', () => {
    const rollout = { strategy: attentionSink(sizes), positions: absolutePositions(1024), chunkFrames: 3, chunks: 8 }
    expect([...planRollout(rollout)].at(-1)?.positions).toEqual([0, 1, 2, 15, 16, 17, 18, 19, 20, 21, 22, 23])
  })

  test('refuse the first frame behind the table, and no frame before', () => {
    const rollout = { strategy: slidingWindow(sizes), positions: absolutePositions(1024), chunkFrames: 3, chunks: 400 }
    let last = -1
    const play = () => {
      for (const { frames } of planRollout(rollout)) last = frames.start + frames.length - 1
    }
    expect(play).toThrow(
      expect.objectContaining({
        code: 'position-table-end',
        message: expect.stringMatching(/Latent frame 1024 needs .* ends at 1023/),
      }),
    )
    expect(last).toBe(1022)
  })

  test('refuse a memory slot', () => {
    const layout = [...planRollout({ strategy: memory, positions: onlinePositions(), chunkFrames: 3, chunks: 5 })].at(
      -1,
    )?.plan.layout
    expect(() => absolutePositions(1024).place(layout ?? [])).toThrow(
      expect.objectContaining({
        code: 'memory-needs-online-positions',
        message: expect.stringContaining('Slot 3 holds long-term memory'),
      }),
    )
  })
})

describe('grow-then-cap positions', () => {
  test('grow with the video until the newest frame reaches the end, then stand still', () => {
    const rollout = { strategy: attentionSink(sizes), positions: growThenCapPositions(20), chunkFrames: 3, chunks: 9 }
    const positions = [...planRollout(rollout)].map((planned) => planned.positions)
    expect(positions[4]).toEqual([0, 1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    expect(positions[6]).toEqual([0, 1, 2, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    expect(positions[8]).toEqual(positions[6])
  })

  test('are online positions when they end at the last slot', () => {
    const online = planRollout({ strategy: memory, positions: onlinePositions(), chunkFrames: 3, chunks: 40 })
    const capped = planRollout({ strategy: memory, positions: growThenCapPositions(11), chunkFrames: 3, chunks: 40 })
    expect([...capped].map(({ positions }) => positions)).toEqual([...online].map(({ positions }) => positions))
  })

  test('refuse an end that leaves slots without a position', () => {
    expect(() =>
      growThenCapPositions(10).place(
        [...planRollout({ strategy: full(sizes), positions: onlinePositions(), chunkFrames: 3, chunks: 4 })].at(-1)
          ?.plan.layout ?? [],
      ),
    ).toThrow(expect.objectContaining({ code: 'invalid-parameter', message: expect.stringContaining('at least 11') }))
    expect(() => growThenCapPositions(1.5)).toThrow(expect.objectContaining({ code: 'invalid-parameter' }))
  })
})

describe('compatibility', () => {
  test('refuses to fold with absolute positions, and says what to choose', () => {
    const conflict = checkCompatible(memory, absolutePositions(1024))
    expect(conflict).toMatchObject({
      code: 'memory-needs-online-positions',
      message: expect.stringMatching(/"memrope" folds .* no absolute position: choose online or grow-then-cap/),
    })
  })

  test('refuses positions that end before the last slot', () => {
    expect(checkCompatible(memory, growThenCapPositions(10))).toMatchObject({ code: 'invalid-parameter' })
  })

  test('accepts all that can run', () => {
    const accepted = [
      checkCompatible(memory, onlinePositions()),
      checkCompatible(memory, growThenCapPositions(11)),
      checkCompatible(memrope({ ...sizes, longRate: 0.01, shortRate: 0.1, streams: 'none' }), absolutePositions(1024)),
      checkCompatible(slidingWindow(sizes), absolutePositions(1024)),
    ]
    expect(accepted).toEqual([undefined, undefined, undefined, undefined])
  })
})
