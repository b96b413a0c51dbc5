import { type ChunkMeasurements, type MeasureName, measureNames } from '../chunk-measurements.js'
import { Curve } from './curve.js'
import { Trend } from './trend.js'

/** One measure over a whole video. */
export interface MeasureSummary {
  /** In how many chunks it could be measured. */
  readonly chunks: number
  readonly mean: number
  readonly least: number
  readonly greatest: number
  /** Slope of the least-squares line through all chunks, in the measure's unit per chunk. */
  readonly slopePerChunk: number
  /** Means over the four quarters of the video, first to last; absent where a quarter has no value. */
  readonly quarters: readonly (number | undefined)[]
}

/**
 * What became of each measure over a video, in a memory that does not grow with its length: mean, extremes, slope and the
 * means of the four quarters. All are means over chunks.
 */
export class VideoSummary {
  readonly #series = new Map<MeasureName, Series>()
  #chunks = 0

  /** The next chunk. */
  add(measurements: ChunkMeasurements): void {
    const at = this.#chunks++
    for (const name of measureNames) {
      const value = measurements[name]
      if (value === undefined) continue
      const { trend, curve } = this.#of(name)
      trend.add(at, value)
      curve.add(at, value)
    }
  }

  /** All measures that any chunk had, by name. */
  read(): ReadonlyMap<MeasureName, MeasureSummary> {
    const quarter = this.#chunks / 4
    return new Map(
      Array.from(this.#series, ([name, { trend, curve }]) => [
        name,
        {
          chunks: trend.count,
          mean: trend.mean,
          least: trend.least,
          greatest: trend.greatest,
          slopePerChunk: trend.slope,
          quarters: [0, 1, 2, 3].map((index) => curve.mean(index * quarter, (index + 1) * quarter)),
        },
      ]),
    )
  }

  #of(name: MeasureName): Series {
    const known = this.#series.get(name)
    if (known) return known
    const series = { trend: new Trend(), curve: new Curve() }
    this.#series.set(name, series)
    return series
  }
}

interface Series {
  readonly trend: Trend
  readonly curve: Curve
}
