/** Bins of a curve; even, so that they can be joined in pairs. */
const BINS = 64

/**
 * A series of any length in 64 bins: each holds as many places as needed, doubled whenever the series outgrows them. So at
 * least 32 bins are in use once there are 32 places, and a mean over a stretch is exact but for the two bins at its ends.
 */
export class Curve {
  readonly #sums = new Float64Array(BINS)
  readonly #counts = new Float64Array(BINS)
  #width = 1
  #end = 0

  /** @param at place in the series, from 0 upwards */
  add(at: number, value: number): void {
    while (at >= BINS * this.#width) this.#join()
    this.#end = Math.max(this.#end, at + 1)
    const bin = Math.floor(at / this.#width)
    this.#sums[bin] = (this.#sums[bin] ?? 0) + value
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1
  }

  /** Mean of the values at places in [from, to), where a bin counts by its share in it; absent where there are none. */
  mean(from: number, to: number): number | undefined {
    let sum = 0
    let count = 0
    for (let bin = 0; bin < BINS; bin++) {
      const begin = bin * this.#width
      const end = Math.min(this.#end, begin + this.#width)
      if (end <= begin) break
      const share = Math.max(0, Math.min(to, end) - Math.max(from, begin)) / (end - begin)
      sum += share * (this.#sums[bin] ?? 0)
      count += share * (this.#counts[bin] ?? 0)
    }
    return count > 0 ? sum / count : undefined
  }

  #join(): void {
    for (const series of [this.#sums, this.#counts]) {
      for (let bin = 0; bin < BINS; bin++) {
        series[bin] = bin < BINS / 2 ? (series[2 * bin] ?? 0) + (series[2 * bin + 1] ?? 0) : 0
      }
    }
    this.#width *= 2
  }
}
