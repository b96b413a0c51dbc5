import { type PlannedChunk, type SlotKind, type SlotOp, slotStates } from '@frameloom/kv-cache'

/** One line of `frameloom plan --json`. */
export interface ChunkLine {
  readonly chunk: number
  /** Latent frames of the chunk. */
  readonly frames: readonly number[]
  readonly slots: readonly SlotLine[]
  readonly moves: readonly Extract<SlotOp, { op: 'move' }>[]
  readonly folds: readonly Extract<SlotOp, { op: 'fold' }>[]
}

export interface SlotLine {
  readonly slot: number
  readonly kind: SlotKind
  /** Latent frames that the slot holds a share of. */
  readonly frames: readonly number[]
  /** The share of each; with `older` and `blank` they add up to 1. */
  readonly weights: readonly number[]
  /** Temporal rotary position. */
  readonly position: number
  /** Frames too small a share to be listed. Memory slots only. */
  readonly older?: number
  /** What remains of the zeros that a memory started from. Memory slots only. */
  readonly blank?: number
  /** False where weights depend on the motion in the picture. Memory slots only. */
  readonly exact?: boolean
}

/** A planned chunk as data. Reads the provenance, so it must be called before the next chunk is planned. */
export function describeChunk(planned: PlannedChunk): ChunkLine {
  const { index, frames, plan } = planned
  const slots = slotStates(planned).map(({ kind, position, frames: held, weights, ...rest }, at): SlotLine => {
    const memory = kind === 'long-term' || kind === 'short-term'
    return { slot: at, kind, frames: held, weights, position, ...(memory ? rest : {}) }
  })
  return {
    chunk: index,
    frames: Array.from({ length: frames.length }, (_, i) => frames.start + i),
    slots,
    moves: plan.makeRoom.filter((step) => step.op === 'move'),
    folds: plan.makeRoom.filter((step) => step.op === 'fold'),
  }
}
