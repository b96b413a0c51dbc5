import { type Dtype, type DtypeArray, newArray } from './dtype.js'
import { decodeFloat8E4m3 } from './float8.js'
import { decodeBfloat16, decodeFloat16 } from './half.js'
import { elementCount, formatShape, type Shape, ShapeError } from './shape.js'

/**
 * A dense tensor in host memory, row-major. A plain record: it can be logged, compared and posted to a worker. Checking
 * `dtype` narrows `data`.
 */
export type Tensor<D extends Dtype = Dtype> = {
  readonly [K in D]: { readonly dtype: K; readonly shape: Shape; readonly data: DtypeArray<K> }
}[D]

/**
 * A tensor over `data`, which is kept, not copied.
 * @throws ShapeError where `data` does not hold exactly the elements of `shape`
 */
export function tensorOf<D extends Dtype>(dtype: D, shape: Shape, data: DtypeArray<D>): Tensor<D> {
  const expected = elementCount(shape)
  if (data.length !== expected) {
    throw new ShapeError({
      code: 'length-mismatch',
      message: `A tensor of shape ${formatShape(shape)} needs ${expected} elements, but ${data.length} were given.`,
      found: data.length,
      expected,
    })
  }
  return { dtype, shape, data } as Tensor<D>
}

/**
 * A tensor of zeros.
 * @throws ShapeError where the shape is not one
 */
export function zeros<D extends Dtype>(dtype: D, shape: Shape): Tensor<D> {
  return tensorOf(dtype, shape, newArray(dtype, elementCount(shape)))
}

/** The elements as 32-bit floats: the tensor's own array where it already holds them, otherwise a new one. */
export function toFloat32(tensor: Tensor): Float32Array {
  switch (tensor.dtype) {
    case 'f32':
      return tensor.data
    case 'f16':
      return widened(tensor.data, decodeFloat16)
    case 'bf16':
      return widened(tensor.data, decodeBfloat16)
    case 'f8e4m3':
      return widened(tensor.data, decodeFloat8E4m3)
    case 'i64':
      return Float32Array.from(tensor.data, Number)
    case 'f64':
    case 'i32':
    case 'i8':
    case 'u8':
    case 'bool':
      return Float32Array.from(tensor.data)
  }
}

function widened<A extends DtypeArray>(data: A, decode: (source: A, into: Float32Array) => void): Float32Array {
  const into = new Float32Array(data.length)
  decode(data, into)
  return into
}
