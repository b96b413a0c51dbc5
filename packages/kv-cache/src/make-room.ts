import { frameIndex, slot, type FrameSpan } from './frame.js'
import type { Held } from './partition.js'
import type { CacheLayout, CachePlan, SlotContent, SlotOp } from './strategy.js'

/**
 * Moves that bring `held` to the slots from `first` on. Every one goes to the left and they are in attention order, so no
 * move overwrites what a later one reads.
 */
export function closeUp(held: readonly Held[], first: number): SlotOp[] {
  const moves: SlotOp[] = []
  for (const [index, { slot: from }] of held.entries()) {
    const to = slot(first + index)
    if (from !== to) moves.push({ op: 'move', from, to })
  }
  return moves
}

/** The plan that puts `chunk` behind `kept`; its frames become sinks while fewer than `sinkFrames` slots are taken. */
export function withChunk(
  { kept, makeRoom }: { readonly kept: CacheLayout; readonly makeRoom: readonly SlotOp[] },
  chunk: FrameSpan,
  sinkFrames: number,
): CachePlan {
  const layout: SlotContent[] = [...kept]
  const chunkSlots = []
  for (let i = 0; i < chunk.length; i++) {
    const kind = layout.length < sinkFrames && layout.at(-1)?.kind !== 'memory' ? 'sink' : 'recent'
    chunkSlots.push(slot(layout.length))
    layout.push({ kind, frame: frameIndex(chunk.start + i) })
  }
  return { makeRoom, chunkSlots, layout }
}
