import type { RunEvent, RunEventBody, RunId } from '@frameloom/graph'

/** Numbers and dates the events of one run. */
export class RunLog {
  readonly #run: RunId
  readonly #onEvent: (event: RunEvent) => void
  readonly #started = performance.now()
  #seq = 0

  constructor(run: RunId, onEvent: (event: RunEvent) => void) {
    this.#run = run
    this.#onEvent = onEvent
  }

  /** Milliseconds since the run began. */
  get ms(): number {
    return performance.now() - this.#started
  }

  emit(body: RunEventBody): void {
    this.#onEvent({ ...body, run: this.#run, seq: this.#seq++, at: Date.now() })
  }
}
