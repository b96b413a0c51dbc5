import type { MemoryReport, SlotReport } from '@frameloom/memory-report'
import type { FrameHeader } from '@frameloom/protocol'
import type { Thumbnail } from './thumbnail.js'

type Fold = MemoryReport['change']['folds'][number]

/** Latent frames whose thumbnail is kept, beside those that the cache still holds. */
const KEPT = 96

/** Folds that may wait for the pictures of their frames, which are shown later than they are made. */
const WAITING = 256

interface Blend {
  /** Sum of pictures by share. */
  readonly sum: Float32Array
  /** The share of it for which a picture was seen. */
  covered: number
}

/** A memory is drawn once at least so much of what it holds was seen here. */
const LEAST_COVERED = 0.1

/**
 * Small pictures of what the slots of one cache hold, from the pictures that are shown anyway: one of each latent frame, and
 * for a memory slot a mixture by the shares at which its frames were folded in. That is an illustration of the
 * shares; nobody can decode an average of keys. Bounded, however long the video.
 */
export class MemoryPictures {
  readonly #frames = new Map<number, Thumbnail>()
  readonly #blends = new Map<Fold['into'], Blend>()
  readonly #waiting: Fold[] = []
  #chunk = -1
  #newest = -1
  #held: ReadonlySet<number> = new Set()

  /** Takes in what was folded for a chunk; each chunk once. Nobody knows what was folded for chunks that are left out. */
  follow({ chunk, change, slots }: MemoryReport): void {
    if (chunk === this.#chunk) return
    if (chunk !== this.#chunk + 1) this.#forget()
    this.#chunk = chunk
    this.#held = new Set(slots.flatMap((slot) => (isMemory(slot) ? [] : slot.largest.map(({ frame }) => frame))))
    for (const stream of change.forgotten) this.#blends.delete(stream)
    this.#waiting.push(...change.folds)
    // Pictures that have not been shown by now, as in a hidden tab, have no part in it.
    for (const fold of this.#waiting.splice(0, this.#waiting.length - WAITING)) this.#fold(fold)
    this.#settle()
  }

  /** Is a picture of this latent frame still wanted? The first that is shown of it is kept. */
  wants(frame: number): boolean {
    return !this.#frames.has(frame)
  }

  add(frame: number, picture: Thumbnail): void {
    this.#frames.set(frame, picture)
    this.#newest = Math.max(this.#newest, frame)
    this.#settle()
    if (this.#frames.size <= KEPT) return
    for (const old of this.#frames.keys()) {
      if (this.#frames.size <= KEPT) break
      if (!this.#held.has(old)) this.#frames.delete(old)
    }
  }

  of(slot: SlotReport): Thumbnail | undefined {
    if (slot.kind === 'long-term' || slot.kind === 'short-term') {
      const blend = this.#blends.get(slot.kind)
      if (blend === undefined || blend.covered < LEAST_COVERED) return undefined
      return blend.sum.map((value) => value / blend.covered)
    }
    return this.#frames.get(slot.largest[0]?.frame ?? -1)
  }

  /** Carries out folds whose frames have been shown by now, in order. Frames that were left out have no part in it. */
  #settle(): void {
    for (;;) {
      const [fold] = this.#waiting
      if (fold === undefined || Math.max(...fold.frames) > this.#newest) return
      this.#waiting.shift()
      this.#fold(fold)
    }
  }

  #forget(): void {
    this.#blends.clear()
    this.#waiting.length = 0
  }

  #fold({ into, frames, rate, fresh }: Fold): void {
    const seen = frames.flatMap((frame) => this.#frames.get(frame) ?? [])
    const before = fresh ? undefined : this.#blends.get(into)
    const length = seen[0]?.length ?? before?.sum.length
    if (length === undefined) {
      this.#blends.delete(into)
      return
    }
    const blend = before ?? { sum: new Float32Array(length), covered: 0 }
    for (let i = 0; i < length; i++) {
      const mean = seen.reduce((sum, picture) => sum + (picture[i] ?? 0), 0) / frames.length
      blend.sum[i] = rate * mean + (1 - rate) * (blend.sum[i] ?? 0)
    }
    blend.covered = (rate * seen.length) / frames.length + (1 - rate) * blend.covered
    this.#blends.set(into, blend)
  }
}

const isMemory = ({ kind }: SlotReport): boolean => kind === 'long-term' || kind === 'short-term'

/** How many pictures and latent frames a chunk has. */
export interface ChunkSize {
  readonly pictures: number
  readonly frames: number
}

/**
 * The latent frame that a picture belongs to. Decoding is causal: the first latent frame of a video gives one picture,
 * each later one the same number.
 */
export function latentFrameOf(
  { chunk, index }: Pick<FrameHeader, 'chunk' | 'index'>,
  { pictures, frames }: ChunkSize,
): number {
  if (chunk > 0) return chunk * frames + Math.floor((index * frames) / pictures)
  return index === 0 || frames === 1 ? 0 : 1 + Math.floor(((index - 1) * (frames - 1)) / (pictures - 1))
}
