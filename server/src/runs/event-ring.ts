import type { StudioEvent } from '@frameloom/protocol'

/** The last events of a run, for viewers that were away for a moment. Bounded, however long the video. */
export class EventRing {
  readonly #capacity: number
  #events: StudioEvent[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  push(event: StudioEvent): void {
    this.#events.push(event)
    if (this.#events.length >= 2 * this.#capacity) this.#events = this.#events.slice(-this.#capacity)
  }

  /** Keeps none of them any more. */
  clear(): void {
    this.#events = []
  }

  /** All events after `seq`; undefined where some of them are not kept any more. */
  after(seq: number): StudioEvent[] | undefined {
    const first = this.#events[0]?.seq
    const last = this.#events.at(-1)?.seq
    if (first === undefined || last === undefined || seq < first - 1 || seq > last) return undefined
    return this.#events.slice(seq + 1 - first)
  }
}
