import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gaussianInto, type NoiseKey } from './random.js'

const noise = (length: number, key: NoiseKey) => {
  const into = new Float32Array(length)
  gaussianInto(into, key)
  return into
}
const mean = (values: Float32Array, of: (value: number) => number) =>
  values.reduce((sum, value) => sum + of(value), 0) / values.length

describe('Gaussian noise', () => {
  test('gives the bits that saved documents rely on', () => {
    const golden = [
      -0.3113377094268799, -0.7061027884483337, 0.509456992149353, -0.8640521168708801, -1.9249029159545898,
      -0.24270303547382355, -0.413239449262619, -0.6674371361732483,
    ]
    expect([...noise(8, { seed: 42, chunk: 3, step: 1 })]).toEqual(golden)
    const large = noise(65536, { seed: 2 ** 53 - 1, chunk: 0xffffffff, step: 7, stream: 5 })
    expect(createHash('sha256').update(large).digest('hex')).toBe(
      'b9ceca862485e48054a7108d194f9d15edb9e17d860fc6d797dce773b67bfd6a',
    )
  })

  test('depends on its key alone, not on the order or number of draws', () => {
    const key = fc.record({
      seed: fc.maxSafeNat(),
      chunk: fc.nat(),
      step: fc.nat({ max: 50 }),
      stream: fc.nat({ max: 3 }),
    })
    fc.assert(
      fc.property(key, key, (first, second) => {
        const alone = noise(10, second)
        noise(37, first)
        expect(noise(10, second)).toEqual(alone)
      }),
    )
  })

  test('begins alike whatever the length', () => {
    const long = noise(31, { seed: 1, chunk: 2, step: 3 })
    for (let length = 0; length <= 31; length++) {
      expect(noise(length, { seed: 1, chunk: 2, step: 3 })).toEqual(long.subarray(0, length))
    }
  })

  test('differs in every part of the key, beyond 32 bits of the seed too', () => {
    const base = { seed: 1, chunk: 2, step: 3, stream: 4 }
    const keys = [
      base,
      { ...base, seed: 2 },
      { ...base, seed: 1 + 2 ** 32 },
      { ...base, chunk: 3 },
      { ...base, step: 2 },
      { ...base, stream: 0 },
    ]
    const draws = keys.map((key) => noise(1000, key))
    for (const [i, a] of draws.entries()) {
      for (const b of draws.slice(i + 1)) {
        const correlation = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) / a.length
        // Standard error is 1/sqrt(1000) = 0.032; five of them.
        expect(Math.abs(correlation)).toBeLessThan(0.16)
      }
    }
  })

  test('has the moments and tails of the standard normal distribution', () => {
    const values = noise(1_000_000, { seed: 7, chunk: 0, step: 0 })
    // Tolerances are five standard errors of each estimate at a million draws.
    expect(Math.abs(mean(values, (x) => x))).toBeLessThan(0.005)
    expect(Math.abs(mean(values, (x) => x ** 2) - 1)).toBeLessThan(0.0071)
    expect(Math.abs(mean(values, (x) => x ** 3))).toBeLessThan(0.0194)
    expect(Math.abs(mean(values, (x) => x ** 4) - 3)).toBeLessThan(0.049)
    for (const [limit, share] of [
      [1, 0.317311],
      [2, 0.0455],
      [3, 0.0027],
    ] as const) {
      const standardError = Math.sqrt((share * (1 - share)) / values.length)
      const found = mean(values, (x) => (Math.abs(x) > limit ? 1 : 0))
      expect(Math.abs(found - share)).toBeLessThan(5 * standardError)
    }
  })

  test('has uncorrelated neighbours', () => {
    const values = noise(200_000, { seed: 11, chunk: 0, step: 0 })
    for (const lag of [1, 2, 3, 4]) {
      const products = values.subarray(lag).map((value, i) => value * (values[i] ?? 0))
      // Five standard errors of a correlation of 200,000 pairs.
      expect(Math.abs(mean(products, (x) => x))).toBeLessThan(5 / Math.sqrt(200_000))
    }
  })

  test('refuses a key that is not made of whole numbers in range', () => {
    const key = { seed: 1, chunk: 0, step: 0 }
    expect(() => noise(1, { ...key, seed: -1 })).toThrow(/seed is -1/)
    expect(() => noise(1, { ...key, seed: 0.5 })).toThrow(RangeError)
    expect(() => noise(1, { ...key, seed: 2 ** 53 })).toThrow(RangeError)
    expect(() => noise(1, { ...key, chunk: 2 ** 32 })).toThrow(/chunk is 4294967296/)
    expect(() => noise(1, { ...key, step: NaN })).toThrow(/step is NaN/)
    expect(() => noise(1, { ...key, stream: -1 })).toThrow(/stream is -1/)
  })
})
