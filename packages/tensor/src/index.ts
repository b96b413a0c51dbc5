export {
  arrayOver,
  type ArrayPlace,
  bytesPerElement,
  type Dtype,
  type DtypeArray,
  dtypes,
  isDtype,
  newArray,
} from './dtype.js'
export { decodeFloat8E4m3 } from './float8.js'
export { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from './half.js'
export type { PixelFrame } from './pixel-frame.js'
export { gaussianInto, type NoiseKey } from './random.js'
export {
  byteSize,
  elementCount,
  formatShape,
  requireShape,
  sameShape,
  type Shape,
  ShapeError,
  type ShapeErrorCode,
} from './shape.js'
export { type Tensor, tensorOf, toFloat32, zeros } from './tensor.js'
