/**
 * A condition variable: whoever changes shared state calls `notifyAll`, whoever waits names what for. State changes a few
 * times per chunk, so one condition serves a whole run.
 */
export class Condition {
  readonly #waiting = new Set<() => void>()

  notifyAll(): void {
    for (const wake of this.#waiting) wake()
  }

  /** Resolves once `holds` returns true; it is asked now and after every change. What held may have passed by then. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        if (!holds()) return
        this.#waiting.delete(wake)
        resolve()
      }
      this.#waiting.add(wake)
    })
  }
}
