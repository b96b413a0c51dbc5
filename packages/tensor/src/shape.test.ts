import { describe, expect, test } from 'vitest'
import { byteSize, elementCount, formatShape, requireShape, sameShape, ShapeError } from './shape.js'

describe('a shape', () => {
  test('counts its elements and bytes', () => {
    expect(elementCount([3, 16, 8])).toBe(384)
    expect(elementCount([])).toBe(1)
    expect(elementCount([4, 0, 2])).toBe(0)
    expect(byteSize('f16', [3, 5])).toBe(30)
    expect(byteSize('i64', [])).toBe(8)
  })

  test('is refused where an axis is not a whole number from 0 upwards', () => {
    for (const size of [-1, 1.5, NaN, Infinity]) {
      expect(() => elementCount([2, size])).toThrow(ShapeError)
    }
    expect(() => elementCount([2, -1])).toThrow(/\[2, -1\] has the axis size -1/)
  })

  test('is refused where its elements cannot be counted exactly', () => {
    expect(() => elementCount([2 ** 30, 2 ** 30])).toThrow(ShapeError)
  })

  test('reads as people write it', () => {
    expect(formatShape([3, 16, 8])).toBe('[3, 16, 8]')
    expect(formatShape([])).toBe('[]')
  })

  test('equals only a shape with the same axes', () => {
    expect(sameShape([1, 2], [1, 2])).toBe(true)
    expect(sameShape([1, 2], [2, 1])).toBe(false)
    expect(sameShape([1, 2], [1, 2, 1])).toBe(false)
  })

  test('names the place, what was found and what is needed when it differs', () => {
    expect(() => requireShape('blocks.0.self_attn.q.weight', [4, 8], [8, 8])).toThrow(
      expect.objectContaining({
        code: 'shape-mismatch',
        found: [4, 8],
        expected: [8, 8],
        message: 'blocks.0.self_attn.q.weight has shape [4, 8], but [8, 8] is needed.',
      }),
    )
    expect(() => requireShape('x', [4], [4])).not.toThrow()
  })
})
