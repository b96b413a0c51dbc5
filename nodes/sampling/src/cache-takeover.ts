import type { LatentChunk } from '@frameloom/diffusion'
import { NodeError } from '@frameloom/graph'
import {
  CacheError,
  type CacheLayout,
  type CacheStrategy,
  checkCompatible,
  frameSpan,
  type PositionPolicy,
  type StrategyLabel,
  swapSentence,
} from '@frameloom/kv-cache'

/** What the sampler's next chunk would be made with. */
export interface NextSettings {
  readonly cache: CacheStrategy
  readonly positions: PositionPolicy
}

/** Where a rollout stands when it begins or goes on. */
export interface TakeoverStart {
  readonly layout: CacheLayout
  readonly nextChunk: number
  /** The strategy that its next chunk would be made with, as far as is known. */
  readonly strategy: CacheStrategy
  /** The strategy that left the layout behind, where it is another one: a swap that waited when the rollout was saved. */
  readonly filledBy?: StrategyLabel | undefined
}

/** Follows what the cache of a rollout holds, so that another strategy can be judged before it takes over. */
export class CacheTakeover {
  readonly #chunkFrames: number
  #layout: CacheLayout
  #nextChunk: number
  #strategy: CacheStrategy
  #filledBy: StrategyLabel

  constructor(chunkFrames: number, begin: TakeoverStart) {
    this.#chunkFrames = chunkFrames
    this.#layout = begin.layout
    this.#nextChunk = begin.nextChunk
    this.#strategy = begin.strategy
    this.#filledBy = begin.filledBy ?? begin.strategy
  }

  /** The strategy of the latest chunk that has begun, here or before the rollout was saved. */
  get filledBy(): StrategyLabel {
    return this.#filledBy
  }

  /** The chunk that begins is made with this strategy. */
  begins(strategy: CacheStrategy): void {
    this.#strategy = strategy
    this.#filledBy = strategy
  }

  follow({ index, plan }: Pick<LatentChunk, 'index' | 'plan'>): void {
    this.#layout = plan.layout
    this.#nextChunk = index + 1
  }

  /**
   * What becomes of the cache when the settings hold from `chunk` on, in a sentence; nothing where the strategy stays.
   * @throws NodeError where they cannot work with each other, or with what the cache will hold then
   */
  review({ cache, positions }: NextSettings, chunk: number): string | undefined {
    const from = { strategy: this.#filledBy, layout: this.#layoutBefore(chunk) }
    const frames = this.#span(chunk)
    try {
      const conflict = checkCompatible(cache, positions)
      if (conflict) throw conflict
      positions.place(cache.admit(from.layout, frames).layout)
      return cache === from.strategy ? undefined : swapSentence(from, cache, frames)
    } catch (error) {
      if (!(error instanceof CacheError)) throw error
      const port = error.code === 'position-table-end' ? 'positions' : 'cache'
      throw new NodeError(error.code, error.message, { port, cause: error })
    }
  }

  /** Plans are pure, so what a chunk under way leaves behind is known before it is done. */
  #layoutBefore(chunk: number): CacheLayout {
    let layout = this.#layout
    for (let index = this.#nextChunk; index < chunk; index++) {
      layout = this.#strategy.admit(layout, this.#span(index)).layout
    }
    return layout
  }

  #span(chunk: number) {
    return frameSpan(chunk * this.#chunkFrames, this.#chunkFrames)
  }
}
