/** Runs tasks one after another, in the order of the calls; each caller gets the result, or the failure, of its own. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()

  async run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.then(ignore, ignore)
    return result
  }
}

/** The caller of a task gets its outcome; the queue only waits for it. */
function ignore(): void {}
