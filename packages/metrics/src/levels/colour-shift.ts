import type { Picture } from '../picture/picture.js'
import { deltaE, labOf } from './lab.js'

/** Sums over frames of their mean red, green and blue. */
export type ColourSums = {
  readonly frames: number
  readonly red: number
  readonly green: number
  readonly blue: number
}

const NONE: ColourSums = { frames: 0, red: 0, green: 0, blue: 0 }

/**
 * How far the average colour has moved from that of the first chunks: the CIE 1976 difference of both means, each taken
 * over all pixels in coded values and then brought to L*a*b*. It sees a tint that luma and saturation miss.
 */
export class ColourShift {
  #reference = NONE
  #chunk = NONE

  get state(): ColourSums {
    return this.#reference
  }

  restore(reference: ColourSums): void {
    this.#reference = reference
  }

  look({ rgb }: Picture): void {
    let red = 0
    let green = 0
    let blue = 0
    for (let at = 0; at < rgb.length; at += 3) {
      red += rgb[at] ?? 0
      green += rgb[at + 1] ?? 0
      blue += rgb[at + 2] ?? 0
    }
    const pixels = rgb.length / 3
    this.#chunk = sum(this.#chunk, { frames: 1, red: red / pixels, green: green / pixels, blue: blue / pixels })
  }

  /** Of the chunk looked at since the last call; `settling` while it still belongs to the reference. */
  finish(settling: boolean): number {
    if (settling) this.#reference = sum(this.#reference, this.#chunk)
    const shift = deltaE(meanLab(this.#chunk), meanLab(this.#reference))
    this.#chunk = NONE
    return shift
  }
}

const meanLab = ({ frames, red, green, blue }: ColourSums) => labOf(red / frames, green / frames, blue / frames)

const sum = (one: ColourSums, other: ColourSums): ColourSums => ({
  frames: one.frames + other.frames,
  red: one.red + other.red,
  green: one.green + other.green,
  blue: one.blue + other.blue,
})
