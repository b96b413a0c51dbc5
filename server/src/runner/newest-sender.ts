/** Works on one thing at a time and, when it is done, on the newest of those that came meanwhile. */
export class NewestSender<T> {
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

  /** Resolves when everything that was offered is done or was overtaken. */
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
