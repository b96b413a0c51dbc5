import type { Condition } from './condition.js'

/** One reader's end of a shared stream: a bounded queue, filled by the fan-out. */
export class StreamReader implements AsyncIterableIterator<unknown> {
  readonly #condition: Condition
  readonly #signal: AbortSignal
  readonly #queue: unknown[] = []
  #end: { readonly error?: unknown } | undefined
  #seenEnd = false
  #left = false
  #waiting = false

  constructor(condition: Condition, signal: AbortSignal) {
    this.#condition = condition
    this.#signal = signal
  }

  /** Values delivered and not yet asked for. */
  get queued(): number {
    return this.#queue.length
  }

  /** It will read no more. */
  get left(): boolean {
    return this.#left
  }

  /** Its node has worked off everything delivered and asks for more. */
  get waiting(): boolean {
    return this.#waiting && this.#queue.length === 0
  }

  /**
   * Its node has seen the end, or has left. An end that is only queued does not mean that the last value has been worked
   * off.
   */
  get done(): boolean {
    return this.#left || this.#seenEnd
  }

  push(value: unknown): void {
    if (!this.#left) this.#queue.push(value)
    this.#condition.notifyAll()
  }

  /** No value will follow; with an error, reading rejects with it after what is queued. */
  end(end: { readonly error?: unknown }): void {
    this.#end = end
    this.#condition.notifyAll()
  }

  /** Rejects with the signal's reason when the run is aborted. */
  async next(): Promise<IteratorResult<unknown, undefined>> {
    while (this.#queue.length === 0 && this.#end === undefined && !this.#left && !this.#signal.aborted) {
      this.#waiting = true
      this.#condition.notifyAll()
      await this.#condition.until(
        () => this.#queue.length > 0 || this.#end !== undefined || this.#left || this.#signal.aborted,
      )
      this.#waiting = false
    }
    this.#signal.throwIfAborted()
    if (this.#queue.length > 0) {
      const value = this.#queue.shift()
      this.#condition.notifyAll()
      return { done: false, value }
    }
    this.#seenEnd = true
    this.#condition.notifyAll()
    if (!this.#left && this.#end !== undefined && 'error' in this.#end) throw this.#end.error
    return { done: true, value: undefined }
  }

  /** Leaves the stream; other readers go on. */
  return(): Promise<IteratorResult<unknown, undefined>> {
    this.leave()
    return Promise.resolve({ done: true, value: undefined })
  }

  leave(): void {
    this.#left = true
    this.#queue.length = 0
    this.#condition.notifyAll()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
