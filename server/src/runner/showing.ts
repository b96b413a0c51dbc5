import type { NodeId, ShownChunk, ShownPicture } from '@frameloom/graph'

/** One picture when its time has come. */
export interface TimedPicture {
  readonly picture: ShownPicture
  readonly node: NodeId
  readonly chunk: number
  /** In its chunk. */
  readonly index: number
  /** Counts the pictures of the node, those nobody saw included. */
  readonly seq: number
  readonly fps: number
}

/** Pictures of one node per second. */
const MOST_PER_SECOND = 30

/**
 * Plays the chunks of one node at their speed while somebody watches, and makes the next chunk wait as long as too many
 * are unseen. Holds at most `ahead` waiting chunks and the one that is playing.
 */
export class Showing {
  readonly #present: (picture: TimedPicture) => void
  #watched = false
  #latest: TimedPicture | undefined
  #playing: TimedPicture[] = []
  #waiting: TimedPicture[][] = []
  #waiters: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined
  #due = 0
  #seq = 0
  #period = 0
  #lastShown = 0

  /** @param present given each picture when it is due */
  constructor(present: (picture: TimedPicture) => void) {
    this.#present = present
  }

  /** The newest picture whose time has come. */
  get latest(): TimedPicture | undefined {
    return this.#latest
  }

  async show(chunk: ShownChunk): Promise<void> {
    const { node, chunk: index, pictures, fps, ahead, signal } = chunk
    const every = this.#setPeriod(chunk)
    const timed = pictures
      .map((picture, at) => ({ picture, node, chunk: index, index: at, seq: this.#seq++, fps }))
      .filter((_, at) => at % every === 0)
    if (!this.#watched) {
      this.#latest = timed.at(-1) ?? this.#latest
      return
    }
    if (ahead === 0) {
      this.#playing = []
      this.#waiting = []
    }
    this.#waiting.push(timed)
    if (this.#timer === undefined) {
      this.#due = Math.max(this.#due, performance.now())
      this.#schedule()
    }
    while (ahead > 0 && this.#watched && !signal.aborted && this.#backlog >= ahead) await this.#changed(signal)
  }

  /** Resolves when no picture waits to be shown. */
  async drained(): Promise<void> {
    while (this.#timer !== undefined) await this.#changed()
  }

  /** Nobody watching: what waits is dropped but for its last picture, and nobody is held back. */
  watch(watched: boolean): void {
    this.#watched = watched
    if (watched) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#latest = this.#waiting.at(-1)?.at(-1) ?? this.#playing.at(-1) ?? this.#latest
    this.#playing = []
    this.#waiting = []
    this.#wake()
  }

  /** Chunks of which no picture was shown. */
  get #backlog(): number {
    return this.#waiting.length - (this.#playing.length === 0 ? 1 : 0)
  }

  /**
   * Sets the milliseconds from one picture to the next: those of playback, or fewer where the model is faster and never
   * waits. Returns which pictures are shown, every one or fewer: nobody sees more than `MOST_PER_SECOND`.
   */
  #setPeriod({ fps, ahead, pictures }: ShownChunk): number {
    const now = performance.now()
    const pace = (now - this.#lastShown) / Math.max(1, pictures.length)
    this.#lastShown = now
    const period = ahead === 0 ? Math.min(1000 / fps, pace) : 1000 / fps
    const every = Math.max(1, Math.ceil(1000 / MOST_PER_SECOND / Math.max(period, 1)))
    this.#period = period * every
    return every
  }

  #tick(): void {
    if (this.#playing.length === 0) {
      this.#playing = this.#waiting.shift() ?? []
      this.#wake()
    }
    const next = this.#playing.shift()
    if (next === undefined) {
      this.#timer = undefined
      this.#wake()
      return
    }
    this.#latest = next
    this.#present(next)
    // A late picture delays the rest: lost time is not caught up.
    this.#due = Math.max(this.#due + this.#period, performance.now())
    this.#schedule()
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#tick(), this.#due - performance.now())
  }

  /** Resolves when a chunk begins to play, when there is nothing left to play, and when the signal is aborted. */
  async #changed(signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiters.push(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake()
  }
}
