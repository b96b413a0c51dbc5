import { median } from '@frameloom/metrics'

/** A figure and an interval that holds it with at least 95 % confidence. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * The median of `over` divided by that of `under`. The interval divides the ends of the two medians' own intervals, which are
 * order statistics (the sign test's), so nothing is supposed about how the numbers are distributed; it errs to the wide side.
 */
export function medianRatio(over: Float64Array, under: Float64Array): Estimate {
  const [upper, lower] = [medianInterval(over), medianInterval(under)]
  return {
    value: median([...over]) / median([...under]),
    low: upper.low / lower.high,
    high: upper.high / lower.low,
  }
}

/** 95 % interval of the median by the normal approximation to the binomial ranks. */
function medianInterval(values: Float64Array): { readonly low: number; readonly high: number } {
  const sorted = values.toSorted()
  const rank = Math.max(0, Math.floor(sorted.length / 2 - 0.98 * Math.sqrt(sorted.length)))
  return { low: sorted[rank] ?? Number.NaN, high: sorted[sorted.length - 1 - rank] ?? Number.NaN }
}
