import { CacheError } from '../cache-error.js'
import type { Slot } from '../frame.js'
import type { CacheLayout, CachePlan, SlotContent, SlotOp } from '../strategies/strategy.js'
import { Blend, type FrameShares } from './blend.js'

type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>

/**
 * What every slot holds of every past latent frame, by carrying out plans on shares instead of tensors. It takes constant
 * time per plan on average, and its size depends on the rates, not on the length of the video.
 */
export class Provenance {
  /** One latent frame, or a blend of many. */
  readonly #slots: (number | Blend)[]

  /** Starts from a layout, by default that of an empty cache. What its memory slots hold is not known: all `older`. */
  constructor(layout: CacheLayout = []) {
    this.#slots = layout.map(ofContent)
  }

  /** Carries out the plan of the next chunk. */
  follow({ makeRoom, layout, chunkSlots }: CachePlan): void {
    for (const op of makeRoom) {
      if (op.op === 'fold') this.#fold(op)
      else this.#slots[op.to] = copyOf(this.#at(op.from))
    }
    this.#slots.length = layout.length
    for (const slot of chunkSlots) {
      const content = layout[slot]
      if (content) this.#slots[slot] = ofContent(content)
    }
  }

  /** @throws CacheError `invalid-parameter` when the slot holds nothing */
  shares(slot: Slot): FrameShares {
    const held = this.#at(slot)
    return (typeof held === 'number' ? Blend.ofFrame(held) : held).shares()
  }

  #fold({ from, into, rate, fresh }: FoldOp): void {
    const folded = from.map((slot) => (slot === into ? copyOf(this.#at(slot)) : this.#at(slot)))
    // Tokens that move far may overshoot: `most` is up to 2. A share of more than the whole would leave negative ones.
    const share = rate.kind === 'uniform' ? rate.rate : Math.min(1, (rate.least + rate.most) / 2)
    const held = fresh ? Blend.blank() : this.#at(into)
    const memory = typeof held === 'number' ? Blend.ofFrame(held) : held
    memory.decay(1 - share)
    for (const content of folded) memory.take(content, share / from.length)
    if (rate.kind === 'by-motion') memory.exact = false
    this.#slots[into] = memory
  }

  #at(slot: Slot): number | Blend {
    const held = this.#slots[slot]
    if (held !== undefined) return held
    throw new CacheError(
      'invalid-parameter',
      `Slot ${slot} holds nothing, the cache has ${this.#slots.length} occupied slots: follow every plan from the first on.`,
    )
  }
}

const ofContent = (content: SlotContent): number | Blend =>
  content.kind === 'memory' ? Blend.unknown() : content.frame

const copyOf = (held: number | Blend): number | Blend => (typeof held === 'number' ? held : held.clone())
