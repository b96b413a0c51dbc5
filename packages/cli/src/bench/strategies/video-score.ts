import { DriftMeter, VideoSummary } from '@frameloom/metrics'
import type { Expected, Eye } from '@frameloom/tiny-world'
import { generalScores } from '../videos/general-scores.js'
import { PictureScores } from '../videos/picture-scores.js'
import type { WatchedChunk } from '../videos/watched-pictures.js'

/** One measure over a video: its mean, and that of each quarter; null where there was nothing to measure. */
export interface Scored {
  readonly whole: number | null
  readonly quarters: readonly (number | null)[]
}

/** Measures by name: those of `FrameScores` (errors without their sign), speed, marks, and general ones of `ChunkMeasurements`. */
export type VideoScores = Readonly<Record<string, Scored>>

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
  readonly #pictures: PictureScores
  readonly #values = new Map<string, { readonly quarter: number; readonly value: number }[]>()

  constructor(options: ScoreOptions) {
    this.#options = options
    this.#pictures = new PictureScores(options)
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
    this.#summary.add(generalScores(measured))
    const { firstChunk, chunks } = this.#options
    const quarter = Math.min(3, Math.floor((4 * (watched.chunk - firstChunk)) / (chunks - firstChunk)))
    for (const [name, value] of this.#pictures.score(watched)) this.#add(name, { quarter, value })
  }

  read(): VideoScores {
    const scored = [...this.#values].map(([name, values]) => [name, scoredOf(values)] as const)
    const summary = [...this.#summary.read()].map(([name, { mean, quarters }]) => {
      return [name, { whole: mean, quarters: quarters.map((quarter) => quarter ?? null) }] as const
    })
    const share = this.#pictures.markConstant
    return {
      ...Object.fromEntries([...scored, ...summary]),
      ...(share !== undefined && { markConstant: { whole: share, quarters: [share, share, share, share] } }),
    }
  }

  #add(name: string, value: { readonly quarter: number; readonly value: number }): void {
    const known = this.#values.get(name)
    if (known) known.push(value)
    else this.#values.set(name, [value])
  }
}

function scoredOf(values: readonly { readonly quarter: number; readonly value: number }[]): Scored {
  const mean = (some: typeof values) =>
    some.length > 0 ? some.reduce((sum, { value }) => sum + value, 0) / some.length : null
  return {
    whole: mean(values),
    quarters: [0, 1, 2, 3].map((quarter) => mean(values.filter((value) => value.quarter === quarter))),
  }
}
