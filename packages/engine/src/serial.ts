/** Runs asynchronous sections one after the other, in the order in which they were asked for. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve()

  async run<T>(section: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(section)
    // A section that fails tells whoever asked for it; the next one starts all the same.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }
}
