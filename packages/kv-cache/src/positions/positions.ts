import type { CacheLayout } from '../strategies/strategy.js'

/**
 * Gives every slot, the chunk's included, its temporal rotary position at attention time.
 * Height and width positions are those of the token inside its frame and never change.
 */
export interface PositionPolicy {
  readonly name: 'online' | 'absolute' | 'grow-then-cap'
  /** True when a slot's position is that of one frame, so a memory slot has none. */
  readonly needsFrames: boolean
  /** Largest position it ever gives, where it has a bound of its own. */
  readonly lastPosition?: number
  /**
   * One position per slot of the layout.
   * @throws CacheError `position-table-end` when a position reaches the end of the model's rotary table,
   * `memory-needs-online-positions` when the layout holds a memory slot that this policy cannot place.
   */
  place(layout: CacheLayout): readonly number[]
}
