/** Sizes that fix a model's rotary tables. */
export interface RotaryGrid {
  /** Even. */
  readonly headDim: number
  /** Rows and columns of tokens in a latent frame. */
  readonly height: number
  readonly width: number
}

/** Base of every axis's frequencies. */
const THETA = 10_000

/**
 * Rotary tables of Wan's three axes: the headDim / 2 pairs of neighbouring elements are shared out as time | height | width
 * with c - 2 floor(c / 3), floor(c / 3) and floor(c / 3) of c pairs; pair i of an axis with n pairs turns by position times 10000^(-i / n)
 * (RoFormer, arXiv 2104.09864, per axis). Tokens are ordered frame by frame, row by row.
 * The spatial part is computed once; filling a table allocates nothing.
 */
export class RotaryTables {
  /** Tokens of one latent frame. */
  readonly tokensPerFrame: number
  /** Columns of a table: headDim / 2. */
  readonly pairs: number
  readonly #timeFrequencies: Float64Array
  readonly #spaceCos: Float64Array
  readonly #spaceSin: Float64Array

  constructor({ headDim, height, width }: RotaryGrid) {
    this.tokensPerFrame = height * width
    this.pairs = headDim / 2
    const third = Math.floor(this.pairs / 3)
    this.#timeFrequencies = frequencies(this.pairs - 2 * third)
    this.#spaceCos = new Float64Array(this.tokensPerFrame * 2 * third)
    this.#spaceSin = new Float64Array(this.#spaceCos.length)
    const space = frequencies(third)
    for (let token = 0; token < this.tokensPerFrame; token++) {
      for (let pair = 0; pair < 2 * third; pair++) {
        const position = pair < third ? Math.floor(token / width) : token % width
        const angle = position * (space[pair % third] ?? 0)
        this.#spaceCos[token * 2 * third + pair] = Math.cos(angle)
        this.#spaceSin[token * 2 * third + pair] = Math.sin(angle)
      }
    }
  }

  /**
   * Writes cosines and sines for the tokens of the slots with these temporal positions. `cos` and `sin` are
   * [slots x tokens per frame, headDim / 2] and may be longer; rows behind the last slot stay as they are.
   */
  fill(
    { cos, sin }: { readonly cos: Float32Array | Float64Array; readonly sin: Float32Array | Float64Array },
    positions: readonly number[],
  ): void {
    const { pairs, tokensPerFrame } = this
    const time = this.#timeFrequencies.length
    const space = pairs - time
    for (let slot = 0; slot < positions.length; slot++) {
      const first = slot * tokensPerFrame * pairs
      for (let pair = 0; pair < time; pair++) {
        const angle = (positions[slot] ?? 0) * (this.#timeFrequencies[pair] ?? 0)
        cos[first + pair] = Math.cos(angle)
        sin[first + pair] = Math.sin(angle)
      }
      for (let token = 0; token < tokensPerFrame; token++) {
        const row = first + token * pairs
        if (token > 0) {
          cos.copyWithin(row, first, first + time)
          sin.copyWithin(row, first, first + time)
        }
        for (let pair = 0; pair < space; pair++) {
          cos[row + time + pair] = this.#spaceCos[token * space + pair] ?? 0
          sin[row + time + pair] = this.#spaceSin[token * space + pair] ?? 0
        }
      }
    }
  }
}

function frequencies(pairs: number): Float64Array {
  return Float64Array.from({ length: pairs }, (_, pair) => THETA ** (-pair / pairs))
}
