/** Runs pieces of work one after another, in the order in which they were asked for. */
export class InOrder {
  readonly #onFailure: (cause: unknown) => void
  #last: Promise<void> = Promise.resolve()
  #failure: { readonly cause: unknown } | undefined

  /** @param onFailure told of the first failure; nothing is begun after it */
  constructor(onFailure: (cause: unknown) => void) {
    this.#onFailure = onFailure
  }

  add(work: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
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
