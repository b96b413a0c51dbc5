import { setImmediate } from 'node:timers/promises'
import type { Condition } from './condition.js'
import type { Verdict } from './gate.js'
import { StreamReader } from './stream-reader.js'

/** Whether the stream may make its next chunk; a stream fed by another one always may. */
export interface Admission {
  verdict(chunk: number): Verdict
  begin(chunk: number): void
  finish(chunk: number): void
}

export interface FanOutOptions {
  readonly source: AsyncIterable<unknown>
  /** How many readers share the stream, at least one. */
  readonly readers: number
  /** Chunks that wait for the slowest reader before the source is held back. */
  readonly capacity: number
  readonly firstChunk: number
  readonly admission?: Admission
  readonly condition: Condition
  readonly signal: AbortSignal
}

/**
 * One stream, several readers. Each reader sees every value once; the slowest one holds back the source; the stream ends
 * when the source does or when the last reader has left; an error of the source reaches every reader.
 */
export class FanOut {
  readonly readers: readonly StreamReader[]
  readonly #options: FanOutOptions
  #chunk: number
  #pulling = false
  #ended = false

  constructor(options: FanOutOptions) {
    this.#options = options
    this.#chunk = options.firstChunk
    this.readers = Array.from({ length: options.readers }, () => new StreamReader(options.condition, options.signal))
  }

  /** The source makes nothing: it waits to be admitted, or has ended. */
  get resting(): boolean {
    return this.#ended || (!this.#pulling && this.#verdict() === 'wait')
  }

  /**
   * Moves values from the source to the readers until the stream has ended and the source is closed.
   * @throws whatever the source throws
   */
  async pump(): Promise<void> {
    const { source, admission, condition, signal } = this.#options
    const iterator = source[Symbol.asyncIterator]()
    try {
      while (true) {
        await condition.until(
          () => signal.aborted || this.#abandoned() || (this.#hasRoom() && this.#verdict() !== 'wait'),
        )
        this.#pulling = true
        if (signal.aborted || this.#abandoned() || this.#verdict() === 'end') {
          await iterator.return?.()
          break
        }
        admission?.begin(this.#chunk)
        // Quick chunks make no turn of the event loop by themselves: an abort, a timer or a socket would never be heard.
        if (admission !== undefined) await setImmediate()
        const next = await iterator.next()
        if (next.done === true) break
        admission?.finish(this.#chunk)
        this.#chunk++
        this.#pulling = false
        for (const reader of this.readers) reader.push(next.value)
      }
      this.#end({})
    } catch (error) {
      this.#end({ error })
      throw error
    }
  }

  #end(end: { readonly error?: unknown }): void {
    this.#ended = true
    for (const reader of this.readers) reader.end(end)
  }

  #verdict(): Verdict {
    return this.#options.admission?.verdict(this.#chunk) ?? 'go'
  }

  #hasRoom(): boolean {
    return this.readers.every(({ left, queued }) => left || queued < this.#options.capacity)
  }

  #abandoned(): boolean {
    return this.readers.every(({ left }) => left)
  }
}
