/*
 * Logarithm, sine and cosine from additions, multiplications and divisions alone. IEEE 754 fixes those to the last bit,
 * while Math.log, Math.sin and Math.cos may differ between engines and versions, and with them every video of a seed.
 */

/** 2^0 ... 2^-32, exactly: the engine's power costs more than the rest of the logarithm. */
const SCALES = Float64Array.from({ length: 33 }, (_, exponent) => 2 ** -exponent)

/**
 * ln(n / 2^32) for a whole n in 1 ... 2^32, within 1e-15 relative or absolute, whichever is larger.
 * With n = m 2^k and m in [2^-1/2, 2^1/2): ln m = 2 artanh((m - 1) / (m + 1)), whose series has |s| <= 0.172.
 */
export function logOfFraction(n: number): number {
  let exponent = n >= 4294967296 ? 32 : 31 - Math.clz32(n)
  let mantissa = n * (SCALES[exponent] ?? 1)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent += 1
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  // Written out, for a loop would divide 1 by 23, 21, ... at every number.
  let series = 1 / 23
  series = series * square + 1 / 21
  series = series * square + 1 / 19
  series = series * square + 1 / 17
  series = series * square + 1 / 15
  series = series * square + 1 / 13
  series = series * square + 1 / 11
  series = series * square + 1 / 9
  series = series * square + 1 / 7
  series = series * square + 1 / 5
  series = series * square + 1 / 3
  series = series * square + 1
  return (exponent - 32) * Math.LN2 + 2 * s * series
}

/**
 * Writes cos and sin of 2 pi n / 2^32, for a whole n in 0 ... 2^32 - 1, to into[0] and into[1], within 1e-15.
 * The nearest quarter turn is taken off exactly, in whole numbers; the rest, at most pi/4, goes through the Taylor series.
 */
export function cosSinOfTurn(n: number, into: Float64Array): void {
  const quarter = Math.floor(n / 2 ** 30 + 0.5)
  const angle = (n - quarter * 2 ** 30) * (Math.PI / 2 ** 31)
  const square = angle * angle
  let cosine = 1
  let sine = 1
  for (let i = 18; i >= 2; i -= 2) {
    cosine = 1 - (cosine * square) / (i * (i - 1))
    sine = 1 - (sine * square) / (i * (i + 1))
  }
  sine *= angle
  const odd = quarter % 2 === 1
  into[0] = (odd ? sine : cosine) * (quarter === 1 || quarter === 2 ? -1 : 1)
  into[1] = (odd ? cosine : sine) * (quarter === 2 || quarter === 3 ? -1 : 1)
}
