import type { Picture } from '../picture/picture.js'
import { BoundaryJump } from './boundary-jump.js'
import { flickerScore } from './flicker.js'
import { motion } from './motion.js'
import { shiftBetween } from './shift.js'

/** Means over the frame pairs whose later frame lies in the chunk; all but the jump are absent without such a pair. */
export interface ChangeFigures {
  readonly flickerScore?: number
  readonly motion?: number
  /** How the picture's content moves, in pixels per frame; a camera that turns right gives negative values. */
  readonly shiftRightPxPerFrame?: number
  readonly shiftDownPxPerFrame?: number
  readonly boundaryJump?: number
}

/** Follows what changes from frame to frame. */
export class ChangeGauge {
  readonly jump = new BoundaryJump()
  #across: number | undefined
  #inside: number[] = []
  #score = 0
  #right = 0
  #down = 0

  /** The first frame of a chunk and the last one of the chunk before. */
  lookAcross(previous: Picture, picture: Picture): void {
    this.#across = motion(previous, picture)
    this.#add(previous, picture)
  }

  /** Two successive frames of a chunk. */
  lookInside(previous: Picture, picture: Picture): void {
    this.#inside.push(motion(previous, picture))
    this.#add(previous, picture)
  }

  /** Of the chunk looked at since the last call. */
  finish(): ChangeFigures {
    const across = this.#across
    const inside = this.#inside
    const pairs = inside.length + (across === undefined ? 0 : 1)
    const boundaryJump = this.jump.next({ across, inside })
    const figures = pairs > 0 && {
      flickerScore: this.#score / pairs,
      motion: inside.reduce((sum, value) => sum + value, across ?? 0) / pairs,
      shiftRightPxPerFrame: this.#right / pairs,
      shiftDownPxPerFrame: this.#down / pairs,
    }
    this.#across = undefined
    this.#inside = []
    this.#score = this.#right = this.#down = 0
    return { ...figures, ...(boundaryJump !== undefined && { boundaryJump }) }
  }

  #add(previous: Picture, picture: Picture): void {
    this.#score += flickerScore(previous, picture)
    this.#right += shiftBetween(previous.columns, picture.columns)
    this.#down += shiftBetween(previous.rows, picture.rows)
  }
}
