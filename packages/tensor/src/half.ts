/*
 * Half floats and 32-bit floats, both ways, on bit patterns: IEEE 754 binary16 (`f16`) and bfloat16, the upper half of a
 * binary32 (`bf16`). Narrowing rounds to nearest, ties to even; values beyond the range become infinite; a NaN stays a
 * NaN and is made quiet. Widening is exact. Sources and targets may have any offset their array type allows.
 */

const SIGN = 0x8000
const INFINITY_F16 = 0x7c00
const QUIET_F16 = 0x0200
const INFINITY_F32 = 0x7f800000
const QUIET_BF16 = 0x0040
/** Distance of the exponent biases of binary32 (127) and binary16 (15), in place. */
const REBIAS = (127 - 15) << 23
/** 2^-14, the smallest normal binary16, as binary32. */
const SMALLEST_NORMAL = 0x38800000
/** 2^16, from which every value rounds to infinity, as binary32. */
const TOO_LARGE = 0x47800000
/** 2^-25, up to which every value rounds to zero, as binary32. */
const TOO_SMALL = 0x33000000

function float16Bits(bits: number): number {
  const sign = (bits >>> 16) & SIGN
  const magnitude = bits & 0x7fffffff
  if (magnitude > INFINITY_F32) return sign | INFINITY_F16 | QUIET_F16 | ((magnitude >>> 13) & 0x3ff)
  if (magnitude >= TOO_LARGE) return sign | INFINITY_F16
  if (magnitude <= TOO_SMALL) return sign
  if (magnitude < SMALLEST_NORMAL) {
    const significand = (magnitude & 0x7fffff) | 0x800000
    const shift = 126 - (magnitude >>> 23)
    const halfway = (1 << (shift - 1)) - 1 + ((significand >>> shift) & 1)
    return sign | ((significand + halfway) >>> shift)
  }
  const rebiased = magnitude - REBIAS
  return sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13)
}

function float32BitsOfFloat16(half: number): number {
  const sign = (half & SIGN) << 16
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0x1f) return sign | INFINITY_F32 | (fraction << 13)
  if (exponent !== 0) return sign | (((half & 0x7fff) << 13) + REBIAS)
  if (fraction === 0) return sign
  const shift = Math.clz32(fraction) - 21
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)
}

function bfloat16Bits(bits: number): number {
  if ((bits & 0x7fffffff) > INFINITY_F32) return (bits >>> 16) | QUIET_BF16
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
}

function convert(
  source: Uint16Array | Uint32Array,
  into: Uint16Array | Uint32Array,
  bitsOf: (bits: number) => number,
): void {
  if (into.length < source.length) {
    throw new RangeError(
      `The target holds ${into.length} elements, but ${source.length} are converted; give a longer one.`,
    )
  }
  for (let i = 0; i < source.length; i++) into[i] = bitsOf(source[i] ?? 0)
}

const bitsOfFloats = (floats: Float32Array) => new Uint32Array(floats.buffer, floats.byteOffset, floats.length)

/**
 * Rounds 32-bit floats to `f16`, to nearest even.
 * @throws RangeError where `into` is shorter than `source`
 */
export function encodeFloat16(source: Float32Array, into: Uint16Array): void {
  convert(bitsOfFloats(source), into, float16Bits)
}

/**
 * Widens `f16` to 32-bit floats, exactly.
 * @throws RangeError where `into` is shorter than `source`
 */
export function decodeFloat16(source: Uint16Array, into: Float32Array): void {
  convert(source, bitsOfFloats(into), float32BitsOfFloat16)
}

/**
 * Rounds 32-bit floats to `bf16`, to nearest even.
 * @throws RangeError where `into` is shorter than `source`
 */
export function encodeBfloat16(source: Float32Array, into: Uint16Array): void {
  convert(bitsOfFloats(source), into, bfloat16Bits)
}

/**
 * Widens `bf16` to 32-bit floats, exactly.
 * @throws RangeError where `into` is shorter than `source`
 */
export function decodeBfloat16(source: Uint16Array, into: Float32Array): void {
  convert(source, bitsOfFloats(into), (bits) => bits << 16)
}
