/** A picture as the averages of a few cells, from 0 to 255, with their mean and variance. */
export class Thumbnail {
  readonly cells: Float32Array
  #mean = 0
  #variance = 0

  /** @param values cells times channels */
  constructor(values: number) {
    this.cells = new Float32Array(values)
  }

  get mean(): number {
    return this.#mean
  }

  get variance(): number {
    return this.#variance
  }

  /** Takes mean and variance of what has been written to `cells`. Returns itself. */
  settle(): this {
    const { cells } = this
    let sum = 0
    for (let at = 0; at < cells.length; at++) sum += cells[at] ?? 0
    this.#mean = sum / cells.length
    this.#variance = covariance(this, this)
    return this
  }
}

/** Of two thumbnails of one size, over all cells and channels. */
export function covariance(one: Thumbnail, other: Thumbnail): number {
  const { cells, mean } = one
  const { cells: others, mean: otherMean } = other
  let products = 0
  for (let at = 0; at < cells.length; at++) products += ((cells[at] ?? 0) - mean) * ((others[at] ?? 0) - otherMean)
  return products / cells.length
}
