import type { FrameIndex, FrameSpan, Slot } from '../frame.js'

/** The two moving averages of MemRoPE (arXiv 2603.12513): one slow, one fast. */
export type MemoryStream = 'long-term' | 'short-term'

/** What a slot holds: the un-rotated keys and values of one latent frame, or an average of many. */
export type SlotContent =
  | { readonly kind: 'sink' | 'recent'; readonly frame: FrameIndex }
  | { readonly kind: 'memory'; readonly stream: MemoryStream; readonly framesFolded: number }

/** Occupied slots in attention order; the array index is the slot. The last entries are the current chunk's. */
export type CacheLayout = readonly SlotContent[]

/** Mean over all tokens of all folded frames, or over the frames at each spatial position. */
export type Pooling = 'frame' | 'token'

/**
 * How much of the evicted mean enters a memory slot: one rate for all tokens, or, between two bounds, the more
 * the larger the distance of a token's evicted key from its remembered key (relative to the farthest token).
 */
export type FoldRate =
  | { readonly kind: 'uniform'; readonly rate: number }
  | { readonly kind: 'by-motion'; readonly least: number; readonly most: number }

/**
 * Executed in order, for keys and values of every layer alike; a move may overwrite what an earlier fold has read.
 * `fold`: into = rate · mean(from) + keep · into, where keep is 0 when `fresh` (the slot holds no memory yet, which also
 * counts as 0 in a distance) and 1 - rate otherwise. `from` may contain `into`: the mean is taken before anything is
 * written. `precision` is that of the stored average: bf16 reproduces the reference, which stalls.
 */
export type SlotOp =
  | {
      readonly op: 'fold'
      readonly from: readonly Slot[]
      readonly into: Slot
      readonly rate: FoldRate
      readonly fresh: boolean
      readonly pooling: Pooling
      readonly precision: 'f32' | 'bf16'
    }
  | { readonly op: 'move'; readonly from: Slot; readonly to: Slot }

/** What happens to the cache before a chunk's first denoise step; holds for every layer. */
export interface CachePlan {
  readonly makeRoom: readonly SlotOp[]
  /** One slot per frame of the chunk, rewritten by every denoise step and settled by the clean pass. */
  readonly chunkSlots: readonly Slot[]
  /** The layout while the chunk is denoised, the chunk's own slots included. */
  readonly layout: CacheLayout
}

/** Decides what an endless video keeps, folds and forgets. Never touches a tensor: a `SlotStore` does. */
export interface CacheStrategy {
  readonly name: string
  /** Slots allocated once per run. No plan exceeds it. */
  readonly capacity: number
  /** True when the strategy folds: averaging keys has meaning only before they are rotated. */
  readonly folds: boolean
  /**
   * Pure. Called once per chunk, before its first denoise step, with the layout that the previous chunk left behind
   * (this strategy's or another's).
   * @throws CacheError `cache-full` when a strategy that forgets nothing runs out of slots.
   */
  admit(layout: CacheLayout, chunk: FrameSpan): CachePlan
}
