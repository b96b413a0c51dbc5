import { gaussianInto } from '@frameloom/tensor'
import { expect, test } from 'vitest'
import { medianRatio } from './median-ratio.js'

/** 50 numbers around `centre`, `share` of it apart. */
function around(centre: number, share: number, seed: number): Float64Array {
  const drawn = new Float32Array(50)
  gaussianInto(drawn, { seed, chunk: 0, step: 0 })
  return Float64Array.from(drawn, (value) => centre * (1 + share * value))
}

test('tells a tenth of a change from noise of a tenth, and no change from one', () => {
  let covered = 0
  let seen = 0
  for (let seed = 0; seed < 100; seed += 2) {
    const same = medianRatio(around(30, 0.1, seed), around(30, 0.1, seed + 1))
    if (same.low <= 1 && same.high >= 1) covered++
    const changed = medianRatio(around(36, 0.05, seed), around(30, 0.05, seed + 1))
    if (changed.low > 1.1) seen++
  }
  expect(covered).toBeGreaterThanOrEqual(48)
  expect(seen).toBeGreaterThanOrEqual(45)
})

test('gives the whole spread of a handful of numbers', () => {
  expect(medianRatio(Float64Array.of(2, 4, 6), Float64Array.of(1, 2, 1))).toEqual({ value: 4, low: 1, high: 6 })
})
