import { expect, test } from 'vitest'
import { tensorsOf } from './state-tensor.js'

const stateOf = (data: ArrayBufferView, dtype = 'f32', shape = [2]) => ({
  json: null,
  tensors: { x: { dtype, shape, data } },
})

test('tensors lie over the memory of the checkpoint, without a copy', () => {
  const data = Float32Array.of(0, 1, 2).subarray(1)
  const { x } = tensorsOf(stateOf(data))
  expect(x).toEqual({ dtype: 'f32', shape: [2], data: Float32Array.of(1, 2) })
  expect(x?.data.buffer).toBe(data.buffer)
  expect(x?.data.byteOffset).toBe(4)
})

test('a tensor that begins between two elements is copied to where it may begin', () => {
  const bytes = new Uint8Array(9)
  bytes.set(new Uint8Array(Float32Array.of(3, 4).buffer), 1)
  expect(tensorsOf(stateOf(bytes.subarray(1)))['x']?.data).toEqual(Float32Array.of(3, 4))
})

test('a tensor that is not what it says is refused', () => {
  expect(() => tensorsOf(stateOf(new Uint8Array(7)))).toThrow(
    "Tensor 'x' of the checkpoint holds 7 bytes, expected 8: resume from another checkpoint.",
  )
  expect(() => tensorsOf(stateOf(new Uint8Array(8), 'f12'))).toThrow("has the unknown dtype 'f12'")
})
