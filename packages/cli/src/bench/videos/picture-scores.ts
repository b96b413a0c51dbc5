import { type Expected, type Eye, scoreFrame, truthAt } from '@frameloom/tiny-world'
import type { WatchedChunk } from './watched-pictures.js'

/** A measure of one picture, or of the way between two. */
export type NamedScore = readonly [measure: string, value: number]

/** Pictures of a scored chunk that are looked at; speed is told from the way between them. */
const LOOKS = [3, 11] as const
/** How far from the true speed still counts as right. */
const SPEED_TOLERANCE = 0.2
/** Seconds of the start from which the mark of a video without truth is taken. */
const MARK_SECONDS = 10

interface PictureScoresOptions {
  readonly eye: Eye
  readonly expected: Expected
  readonly fps: number
}

/** Scores two pictures of a chunk against what they should show: `FrameScores` (errors without their sign), and speed. */
export class PictureScores {
  readonly #options: PictureScoresOptions
  /** Counts of the marks seen in the first seconds of a video whose mark nobody knows. */
  readonly #marks = new Map<number, number>()

  constructor(options: PictureScoresOptions) {
    this.#options = options
  }

  /** How much of a video's start shows the mark that it shows most, where nobody knows the true one. */
  get markConstant(): number | undefined {
    const counts = [...this.#marks.values()]
    if (counts.length === 0) return undefined
    return Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0)
  }

  score({ first, frames }: WatchedChunk): readonly NamedScore[] {
    const { eye, expected } = this.#options
    const found: NamedScore[] = []
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
      for (const [name, value] of Object.entries(scores)) found.push([name, Math.abs(value)])
    }
    const [a, b] = places
    const [picture] = frames
    if (!a || !b || !picture || !expected.first) return found
    const truth = truthAt(expected.first, first + a.index, picture)
    const speedRatio = Math.abs(b.x - a.x) / (b.index - a.index) / truth.speed
    const speedRight = Math.abs(speedRatio - 1) <= SPEED_TOLERANCE ? 1 : 0
    return [...found, ['speedRatio', speedRatio], ['speedRight', speedRight]]
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
}
