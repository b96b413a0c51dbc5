import { bootstrapMean, type Interval } from '@frameloom/metrics'
import type { KeptVideo } from '../videos/kept-videos.js'
import type { MinuteCurves } from './minute-means.js'

/** A measure over the minutes, one figure for each; null where there was nothing to measure. */
interface HourCurve {
  /** Over prompts. */
  readonly means: readonly (number | null)[]
  /** Ends of their 95 % intervals. */
  readonly lows: readonly (number | null)[]
  readonly highs: readonly (number | null)[]
  /** Values behind each, all prompts together. */
  readonly counts: readonly number[]
}

/** One measure of long videos over all prompts. */
export interface HourMeasure {
  readonly minutes: HourCurve
  readonly first: Interval | undefined
  /** Mean of the minutes between, each counting alike. */
  readonly between: Interval | undefined
  readonly last: Interval | undefined
  /** Last minute less the first, prompt by prompt. */
  readonly change: Interval | undefined
}

/** By measure. */
export type HourResult = Readonly<Record<string, HourMeasure>>

/** Seed of the bootstrap: the same videos give the same figures. */
const SEED = 1

/** Means over prompts with their 95 % intervals: every minute, and the first beside the last. */
export function hourResult(videos: readonly KeptVideo<MinuteCurves>[]): HourResult {
  const measures = [...new Set(videos.flatMap(({ scores }) => Object.keys(scores)))]
  return Object.fromEntries(
    measures.map((measure) => {
      const curves = videos.flatMap(({ scores }) => scores[measure] ?? [])
      const length = Math.max(...curves.map(({ means }) => means.length))
      const numbers = Array.from({ length }, (_, minute) => minute)
      const minutes = numbers.map((minute) => interval(curves.map(({ means }) => means[minute])))
      return [
        measure,
        {
          minutes: {
            means: minutes.map((found) => found?.mean ?? null),
            lows: minutes.map((found) => found?.low ?? null),
            highs: minutes.map((found) => found?.high ?? null),
            counts: numbers.map((minute) => curves.reduce((sum, { counts }) => sum + (counts[minute] ?? 0), 0)),
          },
          first: interval(curves.map(({ means }) => means[0])),
          between: interval(curves.map(({ means }) => mean(means.slice(1, -1)))),
          last: interval(curves.map(({ means }) => means.at(-1))),
          change: interval(curves.map(({ means: [first, ...later] }) => difference(later.at(-1), first))),
        },
      ]
    }),
  )
}

type Figure = number | null | undefined

const isNumber = (value: Figure): value is number => value !== null && value !== undefined

function mean(values: readonly Figure[]): number | undefined {
  const known = values.filter(isNumber)
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined
}

const difference = (one: Figure, other: Figure): number | undefined =>
  isNumber(one) && isNumber(other) ? one - other : undefined

const interval = (values: readonly Figure[]): Interval | undefined => bootstrapMean(values.filter(isNumber), SEED)
