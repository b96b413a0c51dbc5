import type { Picture } from '../picture/picture.js'
import type { Level } from './levels.js'
import { Reference } from './reference.js'

/** One level over the frames of a chunk. */
export interface LevelFigures {
  readonly mean: number
  /** Mean difference of the frames from the reference: what is up and what is down cancel out. */
  readonly drift: number
  /** Mean absolute difference of the frames from the reference, never below `drift` without its sign. */
  readonly driftAbsolute: number
}

/**
 * Follows one level and its drift against the first chunks: per frame m - m_ref, or (m - m_ref) / m_ref where the level
 * says so. The share is the term |m_i - m_1| / m_1 of the Video Drift Error (BlockVid's LV-Bench), with its sign kept and
 * with several chunks as reference, since the first one alone is a few frames of a video that still settles.
 */
export class LevelGauge {
  readonly reference = new Reference()
  readonly #level: Level
  readonly #values: number[] = []

  constructor(level: Level) {
    this.#level = level
  }

  look(picture: Picture): void {
    this.#values.push(this.#level.of(picture))
  }

  /** The chunk looked at since the last call; `settling` while it still belongs to the reference. */
  finish(settling: boolean): LevelFigures {
    const values = this.#values
    if (settling) this.reference.add(values)
    const reference = this.reference.mean
    const { leastReference } = this.#level
    const scale = leastReference === undefined ? 1 : Math.max(reference, leastReference)
    let sum = 0
    let distance = 0
    for (const value of values) {
      sum += value
      distance += Math.abs(value - reference)
    }
    const mean = sum / values.length
    const figures = {
      mean,
      drift: (mean - reference) / scale,
      driftAbsolute: distance / values.length / scale,
    }
    values.length = 0
    return figures
  }
}
