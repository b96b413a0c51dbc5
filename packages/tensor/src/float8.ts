/**
 * Widens 8-bit floats of the finite-only e4m3 form to 32-bit floats, exactly: sign, 4 exponent bits (bias 7), 3 fraction
 * bits; 0x7f and 0xff are NaN, there are no infinities, and the largest value is 448. Source: Micikevicius et al., "FP8
 * Formats for Deep Learning", arXiv 2209.05433.
 * @throws RangeError where `into` is shorter than `source`
 */
export function decodeFloat8E4m3(source: Uint8Array, into: Float32Array): void {
  if (into.length < source.length) {
    throw new RangeError(
      `The target holds ${into.length} elements, but ${source.length} are converted; give a longer one.`,
    )
  }
  const values = Float32Array.from({ length: 256 }, (_, byte) => float8E4m3(byte))
  for (let i = 0; i < source.length; i++) into[i] = values[source[i] ?? 0] ?? 0
}

function float8E4m3(byte: number): number {
  const sign = byte & 0x80 ? -1 : 1
  const exponent = (byte >>> 3) & 0xf
  const fraction = byte & 0x7
  if (exponent === 0xf && fraction === 0x7) return NaN
  if (exponent === 0) return sign * fraction * 2 ** -9
  return sign * (8 + fraction) * 2 ** (exponent - 10)
}
