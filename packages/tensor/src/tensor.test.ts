import { describe, expect, test } from 'vitest'
import { dtypes } from './dtype.js'
import { tensorOf, toFloat32, zeros } from './tensor.js'

describe('a tensor', () => {
  test('keeps the array it is given', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6)
    expect(tensorOf('f32', [2, 3], data).data).toBe(data)
  })

  test('is refused where the array and the shape disagree', () => {
    expect(() => tensorOf('f32', [2, 3], new Float32Array(5))).toThrow(
      'A tensor of shape [2, 3] needs 6 elements, but 5 were given.',
    )
  })

  test('reads as 32-bit floats whatever its element type', () => {
    for (const dtype of dtypes) expect(toFloat32(zeros(dtype, [2, 2]))).toEqual(new Float32Array(4))
    expect(toFloat32(tensorOf('f16', [2], Uint16Array.of(0x3c00, 0xc000)))).toEqual(Float32Array.of(1, -2))
    expect(toFloat32(tensorOf('bf16', [2], Uint16Array.of(0x3f80, 0xc000)))).toEqual(Float32Array.of(1, -2))
    expect(toFloat32(tensorOf('f8e4m3', [2], Uint8Array.of(0x38, 0xc0)))).toEqual(Float32Array.of(1, -2))
    expect(toFloat32(tensorOf('i64', [2], BigInt64Array.of(1n, -2n)))).toEqual(Float32Array.of(1, -2))
    expect(toFloat32(tensorOf('i8', [2], Int8Array.of(1, -2)))).toEqual(Float32Array.of(1, -2))
  })

  test('is not copied to be read as what it is', () => {
    const tensor = zeros('f32', [3])
    expect(toFloat32(tensor)).toBe(tensor.data)
  })
})
