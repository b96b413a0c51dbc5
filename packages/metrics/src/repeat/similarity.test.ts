import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { similarity } from './similarity.js'
import { Thumbnail } from './thumbnail.js'

const thumbnail = (values: readonly number[]): Thumbnail => {
  const made = new Thumbnail(values.length)
  made.cells.set(values)
  return made.settle()
}

const values = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 12, maxLength: 12 })

describe('similarity', () => {
  test('is exactly 1 for the same picture, flat ones among them', () => {
    fc.assert(
      fc.property(values, (cells) => {
        expect(similarity(thumbnail(cells), thumbnail(cells))).toBe(1)
      }),
    )
    expect(similarity(thumbnail([0, 0, 0]), thumbnail([0, 0, 0]))).toBe(1)
  })

  test('is the same in both directions, and within -1 and 1', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const found = similarity(thumbnail(one), thumbnail(other))
        expect(similarity(thumbnail(other), thumbnail(one))).toBeCloseTo(found, 12)
        // One rounding of a sum of squares up to 255 squared.
        expect(Math.abs(found)).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
  })

  test('of two flat pictures is what SSIM says of their brightness', () => {
    const [c, one, other] = [(0.01 * 255) ** 2, 50, 150]
    const expected = (2 * one * other + c) / (one ** 2 + other ** 2 + c)
    expect(similarity(thumbnail([one, one]), thumbnail([other, other]))).toBeCloseTo(expected, 12)
  })

  test('is below 0 for an inverted picture', () => {
    expect(similarity(thumbnail([10, 250, 10, 250]), thumbnail([250, 10, 250, 10]))).toBeLessThan(-0.9)
  })
})
