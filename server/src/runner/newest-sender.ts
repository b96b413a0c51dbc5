/** Works on one thing at a time and, when it is done, on the newest of those that came meanwhile. */
export class NewestSender<T> {
  readonly #work: (item: T) => Promise<void>
  #next: T | undefined
  #busy = false

  /** @param work must not reject */
  constructor(work: (item: T) => Promise<void>) {
    this.#work = work
  }

  offer(item: T): void {
    this.#next = item
    if (!this.#busy) void this.#drain()
  }

  async #drain(): Promise<void> {
    this.#busy = true
    for (let item = this.#next; item !== undefined; item = this.#next) {
      this.#next = undefined
      await this.#work(item)
    }
    this.#busy = false
  }
}
