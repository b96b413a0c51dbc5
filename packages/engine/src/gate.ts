import type { Condition } from './condition.js'

/** What a source of chunks may do next: make the chunk, wait, or end its stream. */
export type Verdict = 'go' | 'wait' | 'end'

/**
 * Where sources wait between chunks. Closing it lets slower sources catch up with the fastest first, so that every source
 * rests, or ends, after the same chunk.
 */
export class Gate {
  readonly #condition: Condition
  #begun: number
  #made: number
  #paused = false
  #stopping = false
  #holds = 0

  constructor(condition: Condition, firstChunk: number) {
    this.#condition = condition
    this.#begun = firstChunk
    this.#made = firstChunk
  }

  /** The first chunk that no source has made. A source that ends has begun one that it does not make. */
  get made(): number {
    return this.#made
  }

  /** The first chunk that no source has begun. */
  get begun(): number {
    return this.#begun
  }

  get stopping(): boolean {
    return this.#stopping
  }

  verdict(chunk: number): Verdict {
    if (chunk < this.#begun) return 'go'
    if (this.#holds > 0) return 'wait'
    if (this.#stopping) return 'end'
    return this.#paused ? 'wait' : 'go'
  }

  begin(chunk: number): void {
    this.#begun = Math.max(this.#begun, chunk + 1)
  }

  finish(chunk: number): void {
    this.#made = Math.max(this.#made, chunk + 1)
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#condition.notifyAll()
  }

  stop(): void {
    this.#stopping = true
    this.#condition.notifyAll()
  }

  /** Keeps sources from the next chunk until the returned hold is disposed; stronger than `stop`. */
  hold(): Disposable {
    this.#holds++
    return {
      [Symbol.dispose]: () => {
        this.#holds--
        this.#condition.notifyAll()
      },
    }
  }
}
