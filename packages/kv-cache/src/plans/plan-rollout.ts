import { frameSpan, type FrameSpan } from '../frame.js'
import { checkCompatible } from '../positions/check-compatible.js'
import type { PositionPolicy } from '../positions/positions.js'
import type { CacheLayout, CachePlan, CacheStrategy } from '../strategies/strategy.js'
import { Provenance } from './provenance.js'

export interface PlannedRollout {
  readonly strategy: CacheStrategy
  readonly positions: PositionPolicy
  readonly chunkFrames: number
  /** How many chunks; may be Infinity. */
  readonly chunks: number
}

export interface PlannedChunk {
  readonly index: number
  readonly frames: FrameSpan
  readonly plan: CachePlan
  /** Temporal position of every slot. */
  readonly positions: readonly number[]
  /** What the slots hold while this chunk is denoised. One object for the whole rollout: read it before the next chunk. */
  readonly provenance: Provenance
}

/**
 * Plans a rollout without a model, chunk after chunk, a few microseconds each.
 * @throws CacheError what `checkCompatible` finds, before the first chunk; what `admit` and `place` throw, at their chunk
 */
export function* planRollout({ strategy, positions, chunkFrames, chunks }: PlannedRollout): Generator<PlannedChunk> {
  const conflict = checkCompatible(strategy, positions)
  if (conflict) throw conflict
  const provenance = new Provenance()
  let layout: CacheLayout = []
  for (let index = 0; index < chunks; index++) {
    const frames = frameSpan(index * chunkFrames, chunkFrames)
    const plan = strategy.admit(layout, frames)
    layout = plan.layout
    provenance.follow(plan)
    yield { index, frames, plan, positions: positions.place(layout), provenance }
  }
}
