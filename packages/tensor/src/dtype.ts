/** Where a typed array of `length` elements begins in `buffer`. */
export interface ArrayPlace {
  readonly buffer: ArrayBufferLike
  readonly byteOffset?: number
  readonly length: number
}

/**
 * Every element type a tensor may hold: its size in bytes and the typed array that carries it. JavaScript has no 16-bit
 * or 8-bit float array, so those travel as their bit patterns (see half.ts and float8.ts). `f8e4m3` is the finite-only
 * variant that checkpoints use (e4m3fn: no infinities).
 */
const DTYPES = {
  f64: { bytes: 8, over: (at: ArrayPlace) => new Float64Array(at.buffer, at.byteOffset, at.length) },
  f32: { bytes: 4, over: (at: ArrayPlace) => new Float32Array(at.buffer, at.byteOffset, at.length) },
  f16: { bytes: 2, over: (at: ArrayPlace) => new Uint16Array(at.buffer, at.byteOffset, at.length) },
  bf16: { bytes: 2, over: (at: ArrayPlace) => new Uint16Array(at.buffer, at.byteOffset, at.length) },
  f8e4m3: { bytes: 1, over: (at: ArrayPlace) => new Uint8Array(at.buffer, at.byteOffset, at.length) },
  i64: { bytes: 8, over: (at: ArrayPlace) => new BigInt64Array(at.buffer, at.byteOffset, at.length) },
  i32: { bytes: 4, over: (at: ArrayPlace) => new Int32Array(at.buffer, at.byteOffset, at.length) },
  i8: { bytes: 1, over: (at: ArrayPlace) => new Int8Array(at.buffer, at.byteOffset, at.length) },
  u8: { bytes: 1, over: (at: ArrayPlace) => new Uint8Array(at.buffer, at.byteOffset, at.length) },
  bool: { bytes: 1, over: (at: ArrayPlace) => new Uint8Array(at.buffer, at.byteOffset, at.length) },
} as const

/** Name of an element type. */
export type Dtype = keyof typeof DTYPES

/** The typed array that carries elements of type `D`. */
export type DtypeArray<D extends Dtype = Dtype> = ReturnType<(typeof DTYPES)[D]['over']>

/** All element types, widest floats first. */
export const dtypes: readonly Dtype[] = Object.freeze(Object.keys(DTYPES).filter(isDtype))

/** Whether a string from outside names an element type. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(DTYPES, name)
}

/** Bytes that one element takes. */
export function bytesPerElement(dtype: Dtype): number {
  return DTYPES[dtype].bytes
}

/** The table, seen so that the array's type follows from the dtype's. */
const ARRAYS: { readonly [D in Dtype]: { readonly over: (at: ArrayPlace) => DtypeArray<D> } } = DTYPES

/**
 * The typed array of `dtype` over memory that already exists, without a copy.
 * @throws RangeError where `byteOffset` is not a multiple of the element size, or the memory is too short
 */
export function arrayOver<D extends Dtype>(dtype: D, place: ArrayPlace): DtypeArray<D> {
  return ARRAYS[dtype].over(place)
}

/** A new zeroed array of `length` elements. */
export function newArray<D extends Dtype>(dtype: D, length: number): DtypeArray<D> {
  return arrayOver(dtype, { buffer: new ArrayBuffer(length * bytesPerElement(dtype)), length })
}
