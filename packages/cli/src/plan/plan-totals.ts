import type { PlannedChunk, PlannedRollout } from '@frameloom/kv-cache'

/** Facts about all chunks of a plan, the unprinted ones included. */
export interface PlanSummary {
  readonly strategy: string
  readonly positions: string
  readonly chunks: number
  readonly latentFrames: number
  /** Slots allocated. */
  readonly capacity: number
  /** Slots occupied in the fullest chunk. */
  readonly mostSlots: number
  /** Largest rotary position given. */
  readonly maxPosition: number
  readonly moves: number
  readonly folds: number
}

/** Adds up a plan, chunk by chunk, in constant space. */
export class PlanTotals {
  readonly #rollout: PlannedRollout
  #chunks = 0
  #mostSlots = 0
  #maxPosition = 0
  #moves = 0
  #folds = 0

  constructor(rollout: PlannedRollout) {
    this.#rollout = rollout
  }

  add({ plan, positions }: PlannedChunk): void {
    this.#chunks++
    this.#mostSlots = Math.max(this.#mostSlots, plan.layout.length)
    for (const position of positions) if (position > this.#maxPosition) this.#maxPosition = position
    for (const { op } of plan.makeRoom) {
      if (op === 'move') this.#moves++
      else this.#folds++
    }
  }

  summary(): PlanSummary {
    const { strategy, positions, chunkFrames } = this.#rollout
    return {
      strategy: strategy.name,
      positions: positions.name,
      chunks: this.#chunks,
      latentFrames: this.#chunks * chunkFrames,
      capacity: strategy.capacity,
      mostSlots: this.#mostSlots,
      maxPosition: this.#maxPosition,
      moves: this.#moves,
      folds: this.#folds,
    }
  }
}

/** For people. */
export function summarySentence(summary: PlanSummary): string {
  const { strategy, chunks, latentFrames, capacity, positions, maxPosition } = summary
  return `${strategy}: ${chunks} chunks, ${latentFrames} latent frames, ${capacity} slots, ${positions} positions up to ${maxPosition}`
}
