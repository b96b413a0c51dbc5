/** Shares of a slot below this are not told apart: they count as `older`. */
export const LEAST_SHARE = 1e-6

/** What a slot holds, as shares that add up to 1. */
export interface FrameShares {
  /** Latent frames with a share of at least 1e-6, in the order in which they entered. */
  readonly frames: readonly number[]
  /** The share of each of `frames`. */
  readonly weights: readonly number[]
  /** All smaller shares together. */
  readonly older: number
  /** The share that no frame holds: what remains of the zeros that a memory started from. */
  readonly blank: number
  /** False where rates follow the motion of each token: then shares are those at the middle of the rate's bounds. */
  readonly exact: boolean
}

/**
 * A weighted sum of latent frames that decays and takes in new ones, in constant time on average: decay is one shared
 * scale, and shares that have become too small are merged whenever their number has doubled.
 */
export class Blend {
  exact = true
  #frames: number[] = []
  /** Shares divided by `#scale`. */
  #weights: number[] = []
  #scale = 1
  #older = 0
  #blank = 0
  #mergeAt = 64

  static blank(): Blend {
    const blend = new Blend()
    blend.#blank = 1
    return blend
  }

  static ofFrame(frame: number): Blend {
    const blend = new Blend()
    blend.#add(frame, 1)
    return blend
  }

  /** A memory whose frames are not known. */
  static unknown(): Blend {
    const blend = new Blend()
    blend.#older = 1
    return blend
  }

  clone(): Blend {
    const copy = new Blend()
    copy.exact = this.exact
    copy.#frames = [...this.#frames]
    copy.#weights = [...this.#weights]
    copy.#scale = this.#scale
    copy.#older = this.#older
    copy.#blank = this.#blank
    copy.#mergeAt = this.#mergeAt
    return copy
  }

  /** Multiplies every share by `factor`. */
  decay(factor: number): void {
    this.#older *= factor
    this.#blank *= factor
    if (factor * this.#scale < 1e-100) this.#merge()
    if (factor === 0) this.#forget()
    else this.#scale *= factor
  }

  /** Adds `share` of another blend, or of one frame; `other` is not this one. */
  take(other: Blend | number, share: number): void {
    if (typeof other === 'number') {
      this.#add(other, share)
      return
    }
    this.#older += share * other.#older
    this.#blank += share * other.#blank
    this.exact &&= other.exact
    for (const [i, frame] of other.#frames.entries()) this.#add(frame, share * other.#scale * (other.#weights[i] ?? 0))
  }

  shares(): FrameShares {
    this.#merge()
    return {
      frames: [...this.#frames],
      weights: [...this.#weights],
      older: this.#older,
      blank: this.#blank,
      exact: this.exact,
    }
  }

  #add(frame: number, share: number): void {
    if (share < LEAST_SHARE) {
      this.#older += share
      return
    }
    this.#frames.push(frame)
    this.#weights.push(share / this.#scale)
    if (this.#frames.length >= this.#mergeAt) this.#merge()
  }

  #merge(): void {
    let kept = 0
    for (const [i, frame] of this.#frames.entries()) {
      const share = (this.#weights[i] ?? 0) * this.#scale
      if (share < LEAST_SHARE) {
        this.#older += share
      } else {
        this.#frames[kept] = frame
        this.#weights[kept] = share
        kept++
      }
    }
    this.#frames.length = kept
    this.#weights.length = kept
    this.#scale = 1
    this.#mergeAt = Math.max(64, 2 * kept)
  }

  #forget(): void {
    this.#frames = []
    this.#weights = []
    this.#scale = 1
  }
}
