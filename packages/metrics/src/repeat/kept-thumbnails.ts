import { Thumbnail } from './thumbnail.js'

/** A picture of the past. */
export interface Kept {
  readonly chunk: number
  readonly thumbnail: Thumbnail
}

/**
 * Pictures of the past, dense in the last minutes and ever thinner before: never more than `capacity`, and always the first
 * and the newest. When one must go, it is the one whose going leaves the smallest gap for its age, so the gaps stay about
 * proportional to the age: exponential thinning, whatever the length of the video.
 */
export class KeptThumbnails {
  readonly #capacity: number
  readonly #kept: Kept[] = []

  /** @param capacity at least 3 */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Oldest first. */
  get all(): readonly Kept[] {
    return this.#kept
  }

  /** Copies the cells of the picture that stands for `chunk`; chunks come in rising order. */
  add(chunk: number, cells: Float32Array): void {
    const gone = this.#kept.length < this.#capacity ? undefined : this.#takeOut(chunk)
    const thumbnail = gone?.thumbnail ?? new Thumbnail(cells.length)
    thumbnail.cells.set(cells)
    this.#kept.push({ chunk, thumbnail: thumbnail.settle() })
  }

  /** Removes the least missed of those between the first and the newest. */
  #takeOut(now: number): Kept | undefined {
    let least = Infinity
    let leastMissed = 1
    for (let at = 1; at < this.#kept.length - 1; at++) {
      const missed = (this.#chunk(at + 1) - this.#chunk(at - 1)) / (now - this.#chunk(at))
      if (missed < least) {
        least = missed
        leastMissed = at
      }
    }
    return this.#kept.splice(leastMissed, 1)[0]
  }

  #chunk(at: number): number {
    return this.#kept[at]?.chunk ?? 0
  }
}
