import { describe, expect, test } from 'vitest'
import { arrayOver, bytesPerElement, dtypes, isDtype, newArray } from './dtype.js'

describe('dtypes', () => {
  test('carry every element type in an array whose elements have its size', () => {
    expect(dtypes.filter((dtype) => newArray(dtype, 3).BYTES_PER_ELEMENT !== bytesPerElement(dtype))).toEqual([])
  })

  test('tell a name of an element type from any other string', () => {
    expect(dtypes.every(isDtype)).toBe(true)
    expect(['F32', 'float32', '', 'toString', '__proto__'].filter(isDtype)).toEqual([])
  })

  test('lie over existing memory without a copy', () => {
    const memory = new ArrayBuffer(16)
    const view = arrayOver('f32', { buffer: memory, byteOffset: 4, length: 2 })
    view[0] = 1
    expect(new Float32Array(memory)).toEqual(Float32Array.of(0, 1, 0, 0))
  })

  test('refuse memory that is too short or not aligned', () => {
    const buffer = new ArrayBuffer(16)
    expect(() => arrayOver('i64', { buffer, length: 3 })).toThrow(RangeError)
    expect(() => arrayOver('f32', { buffer, byteOffset: 2, length: 1 })).toThrow(RangeError)
  })
})
