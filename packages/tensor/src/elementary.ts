/*
 * Logarithm, sine and cosine from additions, multiplications and divisions alone. IEEE 754 fixes those to the last bit,
 * while Math.log, Math.sin and Math.cos may differ between engines and versions, and with them every video of a seed.
 * Series are written out: their constants are then divided once, in loops at every number.
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
  let cosine = -1 / 6402373705728000
  cosine = cosine * square + 1 / 20922789888000
  cosine = cosine * square - 1 / 87178291200
  cosine = cosine * square + 1 / 479001600
  cosine = cosine * square - 1 / 3628800
  cosine = cosine * square + 1 / 40320
  cosine = cosine * square - 1 / 720
  cosine = cosine * square + 1 / 24
  cosine = cosine * square - 1 / 2
  cosine = cosine * square + 1
  let sine = -1 / 121645100408832000
  sine = sine * square + 1 / 355687428096000
  sine = sine * square - 1 / 1307674368000
  sine = sine * square + 1 / 6227020800
  sine = sine * square - 1 / 39916800
  sine = sine * square + 1 / 362880
  sine = sine * square - 1 / 5040
  sine = sine * square + 1 / 120
  sine = sine * square - 1 / 6
  sine = (sine * square + 1) * angle
  const odd = quarter % 2 === 1
  into[0] = (odd ? sine : cosine) * (quarter === 1 || quarter === 2 ? -1 : 1)
  into[1] = (odd ? cosine : sine) * (quarter === 2 || quarter === 3 ? -1 : 1)
}
