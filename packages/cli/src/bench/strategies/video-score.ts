import { type ChunkMeasurements, DriftMeter, VideoSummary } from '@frameloom/metrics'
import { type Expected, type Eye, scoreFrame, truthAt } from '@frameloom/tiny-world'
import type { WatchedChunk } from './watched-pictures.js'

/** One measure over a video: its mean, and that of each quarter; null where there was nothing to measure. */
export interface Scored {
  readonly whole: number | null
  readonly quarters: readonly (number | null)[]
}

/** Measures by name: those of `FrameScores` (errors without their sign), speed, marks, and general ones of `ChunkMeasurements`. */
export type VideoScores = Readonly<Record<string, Scored>>

/** The measures that need no truth and are reported beside those that do. */
const GENERAL = [
  'flickerScore',
  'motion',
  'boundaryJump',
  'loopStrength',
  'lumaDriftAbsolute',
  'saturationDriftAbsolute',
  'colourShiftDeltaE',
] as const

/** Pictures of a scored chunk that are looked at; speed is told from the way between them. */
const LOOKS = [3, 11] as const
/** How far from the true speed still counts as right. */
const SPEED_TOLERANCE = 0.2
/** Seconds of the start from which the mark of a video without truth is taken. */
const MARK_SECONDS = 10

interface ScoreOptions {
  readonly eye: Eye
  readonly expected: Expected
  /** Chunks of the video, for its quarters; those before `firstChunk` were given and do not count. */
  readonly firstChunk: number
  readonly chunks: number
  /** Every how many chunks pictures are looked at. */
  readonly every: number
  readonly fps: number
}

/** Scores a video while it is made; what it keeps are the figures of the chunks it looks at. */
export class VideoScore {
  readonly #options: ScoreOptions
  readonly #meter = new DriftMeter()
  readonly #summary = new VideoSummary()
  readonly #values = new Map<string, { readonly quarter: number; readonly value: number }[]>()
  /** Counts of the marks seen in the first seconds of a video whose mark nobody knows. */
  readonly #marks = new Map<number, number>()

  constructor(options: ScoreOptions) {
    this.#options = options
  }

  /** Whether this chunk's pictures are scored. */
  looksAt(chunk: number): boolean {
    const { firstChunk, every } = this.#options
    return chunk >= firstChunk && (chunk - firstChunk) % every === 0
  }

  /** The pictures of the next decoded chunk: every one that is looked at, and, so that seams can be told, the one before it. */
  take(watched: WatchedChunk): void {
    const measured = this.#meter.measure(watched.frames)
    if (!this.looksAt(watched.chunk)) return
    this.#summary.add(general(measured))
    this.#look(watched)
  }

  read(): VideoScores {
    const scored = [...this.#values].map(([name, values]) => [name, scoredOf(values)] as const)
    const summary = [...this.#summary.read()].map(([name, { mean, quarters }]) => {
      return [name, { whole: mean, quarters: quarters.map((quarter) => quarter ?? null) }] as const
    })
    return Object.fromEntries([...scored, ...summary, ...this.#markConstant()])
  }

  /** How much of a video's start shows the mark that it shows most, where nobody knows the true one. */
  #markConstant(): readonly (readonly [string, Scored])[] {
    const counts = [...this.#marks.values()]
    if (counts.length === 0) return []
    const share = Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0)
    return [['markConstant', { whole: share, quarters: [share, share, share, share] }]]
  }

  #look({ chunk, first, frames }: WatchedChunk): void {
    const { eye, expected, firstChunk, chunks } = this.#options
    const quarter = Math.min(3, Math.floor((4 * (chunk - firstChunk)) / (chunks - firstChunk)))
    const places: { readonly index: number; readonly x: number }[] = []
    for (const index of LOOKS) {
      const frame = frames[index]
      if (!frame) continue
      const sighting = eye.look(frame)
      const { character } = sighting
      if (character) places.push({ index, x: character.x })
      const mark = expected.mark ?? this.#markOf(character?.mark, first + index)
      const told = { ...expected, ...(mark !== undefined && { mark }) }
      const scores = scoreFrame(frame, { sighting, after: first + index, expected: told })
      for (const [name, value] of Object.entries(scores)) this.#add(name, { quarter, value: Math.abs(value) })
    }
    const [a, b] = places
    const [picture] = frames
    if (!a || !b || !picture || !expected.first) return
    const truth = truthAt(expected.first, first + a.index, picture)
    const speedRatio = Math.abs(b.x - a.x) / (b.index - a.index) / truth.speed
    this.#add('speedRatio', { quarter, value: speedRatio })
    this.#add('speedRight', { quarter, value: Math.abs(speedRatio - 1) <= SPEED_TOLERANCE ? 1 : 0 })
  }

  /** The mark that a video without truth had at its start, once its first seconds are over. */
  #markOf(mark: number | undefined, picture: number): number | undefined {
    if (picture < MARK_SECONDS * this.#options.fps) {
      if (mark !== undefined) this.#marks.set(mark, (this.#marks.get(mark) ?? 0) + 1)
      return undefined
    }
    return [...this.#marks].reduce<[number, number] | undefined>(
      (most, it) => (most && most[1] >= it[1] ? most : it),
      undefined,
    )?.[0]
  }

  #add(name: string, value: { readonly quarter: number; readonly value: number }): void {
    const known = this.#values.get(name)
    if (known) known.push(value)
    else this.#values.set(name, [value])
  }
}

const general = (measured: ChunkMeasurements): ChunkMeasurements =>
  Object.fromEntries(GENERAL.flatMap((name) => (measured[name] === undefined ? [] : [[name, measured[name]]])))

function scoredOf(values: readonly { readonly quarter: number; readonly value: number }[]): Scored {
  const mean = (some: typeof values) =>
    some.length > 0 ? some.reduce((sum, { value }) => sum + value, 0) / some.length : null
  return {
    whole: mean(values),
    quarters: [0, 1, 2, 3].map((quarter) => mean(values.filter((value) => value.quarter === quarter))),
  }
}
