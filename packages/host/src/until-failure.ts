/** Runs pieces of work one after another, in the order in which they were asked for, until one fails. */
export class UntilFailure {
  readonly #onFailure: (cause: unknown) => void
  #last: Promise<void> = Promise.resolve()
  #failure: { readonly cause: unknown } | undefined
  #waiting = 0

  /** @param onFailure told of the first failure; nothing is begun after it */
  constructor(onFailure: (cause: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** Pieces of work that have not begun. */
  get waiting(): number {
    return this.#waiting
  }

  add(work: () => Promise<void>): void {
    this.#waiting++
    this.#last = this.#last.then(async () => {
      this.#waiting--
      if (this.#failure !== undefined) return
      try {
        await work()
      } catch (cause) {
        this.#failure = { cause }
        this.#onFailure(cause)
      }
    })
  }

  /** Resolves when everything asked for has ended. @throws the first failure */
  async settled(): Promise<void> {
    await this.#last
    if (this.#failure !== undefined) throw this.#failure.cause
  }
}
