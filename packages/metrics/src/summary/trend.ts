/** Least-squares line and extremes of a series, from running sums (Welford's updates, so long series lose no digits). */
export class Trend {
  #count = 0
  #meanAt = 0
  #mean = 0
  #spread = 0
  #together = 0
  #least = Infinity
  #greatest = -Infinity

  add(at: number, value: number): void {
    this.#count++
    const beside = at - this.#meanAt
    this.#meanAt += beside / this.#count
    this.#mean += (value - this.#mean) / this.#count
    this.#spread += beside * (at - this.#meanAt)
    this.#together += beside * (value - this.#mean)
    this.#least = Math.min(this.#least, value)
    this.#greatest = Math.max(this.#greatest, value)
  }

  get count(): number {
    return this.#count
  }

  /** 0 for an empty series. */
  get mean(): number {
    return this.#mean
  }

  get least(): number {
    return this.#least
  }

  get greatest(): number {
    return this.#greatest
  }

  /** Change of value per unit of `at`; 0 where all values lie at one place. */
  get slope(): number {
    return this.#spread > 0 ? this.#together / this.#spread : 0
  }
}
