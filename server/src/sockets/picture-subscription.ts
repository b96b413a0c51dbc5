import { FRAME_CREDIT, type Tier } from '@frameloom/protocol'
import type { Picture } from '../runs/broadcast.js'

/** Milliseconds after which a viewer that draws nothing is no viewer any more. */
const PATIENCE_MS = 30_000

export interface PictureSubscriptionOptions {
  readonly tier: Tier
  /** Sends a picture; `drawn` is called when the viewer has drawn it. */
  readonly send: (picture: Picture, drawn: () => void) => void
  /** Called where the viewer has drawn nothing for too long, and where it draws again after that: see `gone`. */
  readonly onGone: () => void
  readonly onBack: () => void
}

/** A viewer that needs more than these milliseconds for a picture is sent one at a time, so that it is less far behind. */
const SLOW_MS = 400

/**
 * Pictures of one node for one viewer: at most `FRAME_CREDIT` on their way, then only the newest waits. What a slow viewer
 * misses is lost, and nobody waits for it.
 */
export class PictureSubscription {
  readonly tier: Tier
  readonly #options: PictureSubscriptionOptions
  #onTheirWay = 0
  #newest: Picture | undefined
  #lastSign = performance.now()
  #gone = false
  #slow = false

  constructor(options: PictureSubscriptionOptions) {
    this.tier = options.tier
    this.#options = options
  }

  /** The viewer draws nothing: nothing is sent, and nothing need be made for it. */
  get gone(): boolean {
    return this.#gone
  }

  offer(picture: Picture): void {
    if (this.#gone) return
    if (this.#onTheirWay < this.#credit) {
      this.#send(picture)
      return
    }
    this.#newest = picture
    if (performance.now() - this.#lastSign < PATIENCE_MS) return
    this.#gone = true
    this.#newest = undefined
    this.#options.onGone()
  }

  get #credit(): number {
    return this.#slow ? 1 : FRAME_CREDIT
  }

  #send(picture: Picture): void {
    const sentAt = performance.now()
    if (this.#onTheirWay === 0) this.#lastSign = sentAt
    this.#onTheirWay++
    this.#options.send(picture, () => {
      this.#onTheirWay--
      this.#lastSign = performance.now()
      this.#slow = this.#lastSign - sentAt > SLOW_MS
      if (this.#gone) {
        this.#gone = false
        this.#options.onBack()
      }
      const next = this.#newest
      if (next === undefined || this.#onTheirWay >= this.#credit) return
      this.#newest = undefined
      this.#send(next)
    })
  }
}
