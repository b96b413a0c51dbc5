import type { Tensor } from '@frameloom/tensor'
import type { SlotOp } from '../strategies/strategy.js'

/** Sizes of a key-value cache. One slot of one layer holds `tokensPerSlot` x `width` keys and as many values. */
export interface StoreShape {
  readonly layers: number
  /** Slots per layer. */
  readonly capacity: number
  readonly tokensPerSlot: number
  readonly heads: number
  /** Elements per token: heads x head dim. */
  readonly width: number
}

/** What a store has allocated for keys and values. */
export interface StoreBytes {
  /** Keys and values of one slot, in all layers together. */
  readonly perSlot: number
  /** Everything that stays allocated for keys and values, copies of greater precision included. */
  readonly total: number
}

/** Keys and values of the first `slots` slots, named `cache.<layer>.k` and `cache.<layer>.v`. */
export interface StoreSnapshot {
  readonly slots: number
  /** Each [slots, tokens per slot, heads, head dim]. */
  readonly tensors: Readonly<Record<string, Tensor>>
}

/**
 * Un-rotated keys and plain values of every layer, slot by slot: the only place a plan's operations are carried out.
 * Two implementations obey the same laws: plain arrays (the readable reference) and resident device buffers.
 */
export interface SlotStore extends AsyncDisposable {
  readonly shape: StoreShape
  /** Read from what is allocated, not computed from the shape. */
  readonly bytes: StoreBytes
  /** Carries out `ops` in order on keys and values of all layers. Allocates nothing per layer. */
  apply(ops: readonly SlotOp[]): Promise<void>
  /** Copies the first `slots` slots out. */
  snapshot(slots: number): Promise<StoreSnapshot>
  /** @throws CacheError `snapshot-mismatch` when sizes differ, naming both. */
  restore(snapshot: StoreSnapshot): Promise<void>
}
