import { describe, expect, test } from 'vitest'
import { decodeFloat8E4m3 } from './float8.js'

describe('f8e4m3', () => {
  test('widens to the landmarks of the format', () => {
    const landmarks: readonly (readonly [number, number])[] = [
      [0x00, 0],
      [0x80, -0],
      [0x01, 2 ** -9],
      [0x07, 0.875 * 2 ** -6],
      [0x08, 2 ** -6],
      [0x38, 1],
      [0x3f, 1.875],
      [0xb8, -1],
      [0x7e, 448],
      [0xfe, -448],
      [0x7f, NaN],
      [0xff, NaN],
    ]
    const into = new Float32Array(landmarks.length)
    decodeFloat8E4m3(
      Uint8Array.from(landmarks, ([bits]) => bits),
      into,
    )
    expect(into).toEqual(Float32Array.from(landmarks, ([, value]) => value))
  })

  test('grows with its bit pattern, and has only two NaNs', () => {
    const into = new Float32Array(256)
    decodeFloat8E4m3(
      Uint8Array.from({ length: 256 }, (_, bits) => bits),
      into,
    )
    for (let bits = 1; bits < 0x7f; bits++) expect(into[bits]).toBeGreaterThan(into[bits - 1] ?? NaN)
    expect(into.filter(Number.isNaN)).toHaveLength(2)
  })

  test('refuses a target that is too short', () => {
    expect(() => decodeFloat8E4m3(new Uint8Array(2), new Float32Array(1))).toThrow(/holds 1 elements, but 2/)
  })
})
