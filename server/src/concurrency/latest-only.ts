/** Works on one item at a time and, when it is done, on the latest of those that came meanwhile; the others are skipped. */
export class LatestOnly<T> {
  readonly #work: (item: T) => Promise<void>
  #next: T | undefined
  #working: Promise<void> | undefined

  /** @param work must not reject */
  constructor(work: (item: T) => Promise<void>) {
    this.#work = work
  }

  offer(item: T): void {
    this.#next = item
    this.#working ??= this.#drain()
  }

  /** Resolves when everything that was offered is done or was skipped. */
  async idle(): Promise<void> {
    await this.#working
  }

  async #drain(): Promise<void> {
    for (let item = this.#next; item !== undefined; item = this.#next) {
      this.#next = undefined
      await this.#work(item)
    }
    this.#working = undefined
  }
}
