import { bootstrapMean, type Interval } from '@frameloom/metrics'
import { REFERENCE } from '../videos/contestants.js'
import type { KeptVideo } from '../videos/kept-videos.js'
import type { VideoScores } from './video-score.js'

/** One measure of one contestant over all prompts. */
export interface Compared {
  readonly whole: Interval | undefined
  readonly quarters: readonly (Interval | undefined)[]
  /** Last quarter, against the reference prompt by prompt: what both have. Absent for the reference itself. */
  readonly difference?: Interval
}

/** By contestant, then by measure. */
export type Comparison = Readonly<Record<string, Readonly<Record<string, Compared>>>>

/** Seed of the bootstrap: a table of the same videos is the same table. */
const SEED = 1
const LAST = 3

/** Means over prompts with their 95 % intervals, and paired differences from the reference in the last quarter. */
export function compare(videos: ReadonlyMap<string, readonly KeptVideo<VideoScores>[]>): Comparison {
  const measures = [...new Set([...videos.values()].flat().flatMap(({ scores }) => Object.keys(scores)))]
  const reference = videos.get(REFERENCE)
  return Object.fromEntries(
    [...videos].map(([name, played]) => {
      const of = (measure: string): Compared => ({
        whole: interval(played.map(({ scores }) => scores[measure]?.whole)),
        quarters: [0, 1, 2, LAST].map((quarter) => interval(played.map((video) => quarterOf(video, measure, quarter)))),
        ...(reference && name !== REFERENCE && difference(played, { reference, measure })),
      })
      return [name, Object.fromEntries(measures.map((measure) => [measure, of(measure)]))]
    }),
  )
}

const quarterOf = ({ scores }: KeptVideo<VideoScores>, measure: string, quarter: number) =>
  scores[measure]?.quarters[quarter]

function interval(values: readonly (number | null | undefined)[]): Interval | undefined {
  return bootstrapMean(
    values.filter((value) => value !== null && value !== undefined),
    SEED,
  )
}

function difference(
  played: readonly KeptVideo<VideoScores>[],
  { reference, measure }: { readonly reference: readonly KeptVideo<VideoScores>[]; readonly measure: string },
): Pick<Compared, 'difference'> {
  const bySeed = new Map(reference.map((video) => [video.seed, video]))
  const found = interval(
    played.map((video) => {
      const other = bySeed.get(video.seed)
      const [ours, theirs] = [quarterOf(video, measure, LAST), other && quarterOf(other, measure, LAST)]
      return typeof ours === 'number' && typeof theirs === 'number' ? ours - theirs : undefined
    }),
  )
  return found ? { difference: found } : {}
}
