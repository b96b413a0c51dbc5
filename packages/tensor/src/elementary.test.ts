import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cosSinOfTurn, logOfFraction } from './elementary.js'

/** A few units in the last place of a binary64 near 1: both sides of each comparison may be off by that much. */
const TOLERANCE = 2e-15
const word = fc.integer({ min: 0, max: 0xffffffff })

describe('elementary functions', () => {
  test('take the logarithm of a fraction as Math.log does', () => {
    fc.assert(
      fc.property(word, (n) => {
        const expected = Math.log((n + 1) / 2 ** 32)
        expect(Math.abs(logOfFraction(n + 1) - expected)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, -expected))
      }),
    )
    expect(logOfFraction(2 ** 32)).toBe(0)
    expect(logOfFraction(2 ** 31)).toBe(-Math.LN2)
    expect(logOfFraction(1)).toBeCloseTo(-32 * Math.LN2, 13)
  })

  test('turn as Math.cos and Math.sin do, in every eighth of the circle', () => {
    const into = new Float64Array(2)
    const check = (n: number) => {
      const angle = 2 * Math.PI * (n / 2 ** 32)
      cosSinOfTurn(n, into)
      expect(Math.abs((into[0] ?? NaN) - Math.cos(angle))).toBeLessThanOrEqual(TOLERANCE)
      expect(Math.abs((into[1] ?? NaN) - Math.sin(angle))).toBeLessThanOrEqual(TOLERANCE)
    }
    fc.assert(fc.property(word, check))
    for (let eighth = 0; eighth < 8; eighth++) {
      for (const nearby of [0, 1, 2 ** 28, 2 ** 29 - 1]) check(eighth * 2 ** 29 + nearby)
    }
  })
})
