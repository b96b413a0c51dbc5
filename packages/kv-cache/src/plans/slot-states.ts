import { slot } from '../frame.js'
import type { MemoryStream } from '../strategies/strategy.js'
import type { FrameShares } from './blend.js'
import type { PlannedChunk } from './plan-rollout.js'

/** What a slot is to the chunk being denoised. */
export type SlotKind = 'sink' | MemoryStream | 'recent' | 'chunk'

/** A slot while a chunk is denoised: what it is, what it holds, and where it stands in time. */
export interface SlotState extends FrameShares {
  readonly kind: SlotKind
  /** Temporal rotary position. */
  readonly position: number
}

/** Every slot of a planned chunk, in attention order. Reads the provenance: call it before that follows the next plan. */
export function slotStates({
  plan: { layout, chunkSlots },
  positions,
  provenance,
}: Pick<PlannedChunk, 'plan' | 'positions' | 'provenance'>): readonly SlotState[] {
  const [firstOfChunk = layout.length] = chunkSlots
  return layout.map((content, at) => ({
    kind: at >= firstOfChunk ? 'chunk' : content.kind === 'memory' ? content.stream : content.kind,
    position: positions[at] ?? Number.NaN,
    ...provenance.shares(slot(at)),
  }))
}
