import { gaussianInto } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { correlation } from './correlation.js'
import { bootstrapMean } from './interval.js'
import { levelError } from './level-error.js'

const normal = (count: number, seed: number): number[] => {
  const numbers = new Float32Array(count)
  gaussianInto(numbers, { seed, chunk: 0, step: 0 })
  return [...numbers]
}

describe('correlation', () => {
  test('is 1 for what differs in level and scale, -1 upside down, about 0 for noise', () => {
    const a = normal(500, 1)
    expect(
      correlation(
        a,
        a.map((value) => 3 * value + 7),
      ),
    ).toBeCloseTo(1, 12)
    expect(
      correlation(
        a,
        a.map((value) => -value),
      ),
    ).toBeCloseTo(-1, 12)
    // Four deviations of 1 / sqrt(500).
    expect(Math.abs(correlation(a, normal(500, 2)) ?? 1)).toBeLessThan(0.18)
    expect(correlation([1, 2, 4], [1, 3, 4])).toBeCloseTo(0.92857, 4)
  })

  test('is absent for what does not vary', () => {
    expect(correlation([1, 1, 1], [1, 2, 3])).toBeUndefined()
    expect(correlation([], [])).toBeUndefined()
  })
})

describe('the level error', () => {
  const plain = (r: number, g: number, b: number) => {
    return { width: 4, height: 2, data: Uint8Array.from({ length: 24 }, (_, i) => [r, g, b][i % 3] ?? 0) }
  }

  test('says how much too bright and how much too colourful a picture is', () => {
    expect(levelError(plain(100, 100, 100), plain(100, 100, 100))).toEqual({ exposure: 0, saturation: 0 })
    const brighter = levelError(plain(151, 151, 151), plain(100, 100, 100))
    expect(brighter.exposure).toBeCloseTo(0.2, 9)
    expect(brighter.saturation).toBe(0)
    expect(levelError(plain(200, 100, 100), plain(100, 100, 100)).saturation).toBeCloseTo(0.5, 9)
    expect(levelError(plain(60, 60, 60), plain(80, 40, 40)).saturation).toBeCloseTo(-0.5, 9)
  })
})

describe('the bootstrap interval of a mean', () => {
  test('has the width of the normal interval for many normal values, and the same ends every time', () => {
    const values = normal(400, 3)
    const interval = bootstrapMean(values, 1)
    const half = 1.96 / Math.sqrt(400)
    expect(interval?.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 400, 12)
    expect(((interval?.high ?? 0) - (interval?.low ?? 0)) / (2 * half)).toBeGreaterThan(0.9)
    expect(((interval?.high ?? 0) - (interval?.low ?? 0)) / (2 * half)).toBeLessThan(1.1)
    expect(bootstrapMean(values, 1)).toEqual(interval)
    expect(bootstrapMean(values, 2)).not.toEqual(interval)
  })

  test('covers the true mean about as often as it says', () => {
    let covered = 0
    for (let seed = 0; seed < 200; seed++) {
      const interval = bootstrapMean(normal(40, 100 + seed), seed)
      if (interval && interval.low <= 0 && interval.high >= 0) covered++
    }
    // 190 expected; the percentile bootstrap of 40 values is a little narrow, and three deviations of a count are 9.
    expect(covered).toBeGreaterThan(176)
    expect(covered).toBeLessThan(200)
  })

  test('is a point for one value and absent for none', () => {
    expect(bootstrapMean([3], 1)).toEqual({ mean: 3, low: 3, high: 3, count: 1 })
    expect(bootstrapMean([], 1)).toBeUndefined()
  })
})
