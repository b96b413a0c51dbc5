import { z } from 'zod'
import { figure } from '../videos/kept-videos.js'

/** One measure over the minutes of a video. */
export interface MinuteCurve {
  /** Mean of each minute; null where there was nothing to measure. */
  readonly means: readonly (number | null)[]
  /** Values behind each. */
  readonly counts: readonly number[]
}

/** By measure. */
export type MinuteCurves = Readonly<Record<string, MinuteCurve>>

/** How a file holds a measure. */
export const minuteCurve: z.ZodType<MinuteCurve> = z.object({ means: z.array(figure), counts: z.array(z.int()) })

/** What `MinuteMeans` has seen, as plain data: sum and count of every minute, by measure. */
export const minuteSums = z.record(z.string(), z.object({ sums: z.array(z.number()), counts: z.array(z.int()) }))
export type MinuteSums = z.output<typeof minuteSums>

/** Means of measures over the minutes of a video; what it keeps is two numbers for each measure and minute. */
export class MinuteMeans {
  readonly #minutes: number
  readonly #sums: Map<string, MinuteSums[string]>

  /** @param begun where another was */
  constructor(minutes: number, begun: MinuteSums = {}) {
    this.#minutes = minutes
    this.#sums = new Map(Object.entries(begun))
  }

  add(measure: string, minute: number, value: number): void {
    let kept = this.#sums.get(measure)
    if (!kept) {
      kept = { sums: Array<number>(this.#minutes).fill(0), counts: Array<number>(this.#minutes).fill(0) }
      this.#sums.set(measure, kept)
    }
    kept.sums[minute] = (kept.sums[minute] ?? 0) + value
    kept.counts[minute] = (kept.counts[minute] ?? 0) + 1
  }

  /** Everything that it has seen; to be written before the next value is added. */
  get sums(): MinuteSums {
    return Object.fromEntries(this.#sums)
  }

  read(): MinuteCurves {
    return Object.fromEntries(
      [...this.#sums].map(([measure, { sums, counts }]) => {
        const means = sums.map((sum, minute) => (counts[minute] ? sum / counts[minute] : null))
        return [measure, { means, counts: [...counts] }]
      }),
    )
  }
}
