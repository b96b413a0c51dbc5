/** Runs tasks one after another, in the order of the calls; each caller gets the result, or the failure, of its own. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()

  /** Starts `task` when every earlier one has ended, well or badly, and gives its result. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.then(ignore, ignore)
    return result
  }

  /** Resolves when every task queued so far has ended. */
  idle(): Promise<void> {
    return this.run(ignore)
  }
}

/** The caller of a task gets its outcome; the queue only waits for it. */
function ignore(): void {}
