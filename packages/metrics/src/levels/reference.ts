/** The first frames of a video, as one sum: what later ones are compared with. */
export type ReferenceSum = {
  readonly frames: number
  readonly sum: number
}

/** A mean over the first frames, as they come. */
export class Reference {
  #frames = 0
  #sum = 0

  add(values: readonly number[]): void {
    for (const value of values) this.#sum += value
    this.#frames += values.length
  }

  /** 0 before the first frame. */
  get mean(): number {
    return this.#frames > 0 ? this.#sum / this.#frames : 0
  }

  get state(): ReferenceSum {
    return { frames: this.#frames, sum: this.#sum }
  }

  restore({ frames, sum }: ReferenceSum): void {
    this.#frames = frames
    this.#sum = sum
  }
}
