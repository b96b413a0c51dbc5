import { describe, expect, test } from 'vitest'
import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from './half.js'

const everyPattern = Uint16Array.from({ length: 65536 }, (_, bits) => bits)

/** The value of a binary16 pattern, from the definition in IEEE 754. */
function float16ByDefinition(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** The value of a bfloat16 pattern: the upper half of a binary32. */
function bfloat16ByDefinition(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint16(0, bits)
  return view.getFloat32(0)
}

const formats = [
  { name: 'f16', encode: encodeFloat16, decode: decodeFloat16, valueOf: float16ByDefinition, infinity: 0x7c00 },
  { name: 'bf16', encode: encodeBfloat16, decode: decodeBfloat16, valueOf: bfloat16ByDefinition, infinity: 0x7f80 },
]

describe.each(formats)('$name', ({ encode, decode, valueOf, infinity }) => {
  const encodeOne = (value: number) => {
    const into = new Uint16Array(1)
    encode(Float32Array.of(value), into)
    return into[0] ?? 0
  }

  test('widens every bit pattern to its value', () => {
    const floats = new Float32Array(65536)
    decode(everyPattern, floats)
    const wrong = everyPattern.filter((bits) => !Object.is(floats[bits], valueOf(bits)))
    expect(wrong).toEqual(new Uint16Array())
  })

  test('comes back unchanged from 32 bits, every pattern, a NaN as a quiet NaN', () => {
    const floats = new Float32Array(65536)
    const back = new Uint16Array(65536)
    decode(everyPattern, floats)
    encode(floats, back)
    const wrong = everyPattern.filter((bits) => {
      const found = back[bits] ?? 0
      return Number.isNaN(valueOf(bits)) ? !Number.isNaN(valueOf(found)) : found !== bits
    })
    expect(wrong).toEqual(new Uint16Array())
  })

  test('rounds to nearest, and halfway to even, between every two neighbours', () => {
    const step = new Float32Array(1)
    const bitsOfStep = new Uint32Array(step.buffer)
    const wrong: number[] = []
    for (let low = 0; low < infinity; low++) {
      const above = low + 1 === infinity ? 2 * valueOf(low) - valueOf(low - 1) : valueOf(low + 1)
      const halfway = (valueOf(low) + above) / 2
      step[0] = halfway
      bitsOfStep[0] = (bitsOfStep[0] ?? 0) - 1
      const before = step[0] ?? 0
      bitsOfStep[0] += 2
      const after = step[0] ?? 0
      const even = low % 2 === 0 ? low : low + 1
      for (const sign of [0, 0x8000]) {
        const signed = (value: number) => (sign ? -value : value)
        const correct =
          encodeOne(signed(before)) === (low | sign) &&
          encodeOne(signed(halfway)) === (even | sign) &&
          encodeOne(signed(after)) === ((low + 1) | sign)
        if (!correct) wrong.push(low | sign)
      }
    }
    expect(wrong).toEqual([])
  })

  test('becomes infinite beyond its range and keeps the sign of zero', () => {
    expect(encodeOne(Infinity)).toBe(infinity)
    expect(encodeOne(-Infinity)).toBe(infinity | 0x8000)
    expect(encodeOne(3.4028235e38)).toBe(infinity)
    expect(encodeOne(-0)).toBe(0x8000)
    expect(encodeOne(1e-45)).toBe(0)
  })

  test('converts from and into the middle of larger arrays', () => {
    const floats = Float32Array.of(9, 1, -2, 9)
    const halves = new Uint16Array(4)
    encode(floats.subarray(1, 3), halves.subarray(1))
    const back = new Float32Array(4)
    decode(halves.subarray(1, 3), back.subarray(2))
    expect(back).toEqual(Float32Array.of(0, 0, 1, -2))
  })

  test('refuses a target that is too short', () => {
    expect(() => encode(new Float32Array(3), new Uint16Array(2))).toThrow(/holds 2 elements, but 3/)
    expect(() => decode(new Uint16Array(3), new Float32Array(2))).toThrow(RangeError)
  })
})
