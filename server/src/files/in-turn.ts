/** Runs pieces of work one after another; each caller gets the result, or the failure, of its own. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve()

  async do<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = Promise.allSettled([done])
    return done
  }
}
