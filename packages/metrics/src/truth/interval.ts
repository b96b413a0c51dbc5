/** A mean and where it may lie. */
export interface Interval {
  readonly mean: number
  /** Ends of the middle 95 % of the bootstrap's means. */
  readonly low: number
  readonly high: number
  /** Values behind it. */
  readonly count: number
}

/** Draws of the bootstrap: ends are then steady to a few hundredths of the interval's width. */
const DRAWS = 2000

/**
 * Mean and 95 % percentile bootstrap interval (Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979): the mean is
 * recomputed over as many values drawn with replacement, 2,000 times. Of paired differences it is the paired bootstrap. The
 * same values and seed give the same ends. Absent for no values.
 */
export function bootstrapMean(values: readonly number[], seed: number): Interval | undefined {
  const count = values.length
  if (count === 0) return undefined
  const next = smallFastCounter(seed)
  const means = Float64Array.from({ length: DRAWS }, () => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += values[Math.floor((next() / 2 ** 32) * count)] ?? 0
    return sum / count
  }).sort()
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const end = (share: number) => means[Math.round(share * (DRAWS - 1))] ?? mean
  return { mean, low: end(0.025), high: end(0.975), count }
}

/** Whole numbers below 2^32: sfc32 of PractRand (Doty-Humphrey), seeded and warmed up as its author does. */
function smallFastCounter(seed: number): () => number {
  let [a, b, c, counter] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 0, 1]
  const next = () => {
    const drawn = (((a + b) >>> 0) + counter) >>> 0
    counter = (counter + 1) >>> 0
    a = (b ^ (b >>> 9)) >>> 0
    b = (c + ((c << 3) >>> 0)) >>> 0
    c = ((((c << 21) | (c >>> 11)) >>> 0) + drawn) >>> 0
    return drawn
  }
  for (let i = 0; i < 12; i++) next()
  return next
}
