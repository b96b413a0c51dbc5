import { CacheError } from '../cache-error.js'
import { frameIndex, slot, type FrameSpan } from '../frame.js'
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

/**
 * The plan that puts `chunk` behind `kept`; its frames become sinks while fewer than `sinkFrames` slots are
 * taken and no memory is among them.
 * @throws CacheError `cache-full` when that needs more than `capacity` slots
 */
export function withChunk(
  { kept, makeRoom }: { readonly kept: CacheLayout; readonly makeRoom: readonly SlotOp[] },
  chunk: FrameSpan,
  { capacity, sinkFrames }: { readonly capacity: number; readonly sinkFrames: number },
): CachePlan {
  const needed = kept.length + chunk.length
  if (needed > capacity) {
    throw new CacheError(
      'cache-full',
      `Latent frames ${chunk.start} to ${chunk.start + chunk.length - 1} need ${needed} slots with all that is kept, but the ` +
        `cache has ${capacity}: choose a strategy that forgets (sliding-window, attention-sink, memrope), or a larger cache.`,
    )
  }
  const layout: SlotContent[] = [...kept]
  const chunkSlots = []
  const sinksEnd = kept.some(({ kind }) => kind === 'memory') ? 0 : sinkFrames
  for (let i = 0; i < chunk.length; i++) {
    const kind = layout.length < sinksEnd ? 'sink' : 'recent'
    chunkSlots.push(slot(layout.length))
    layout.push({ kind, frame: frameIndex(chunk.start + i) })
  }
  return { makeRoom, chunkSlots, layout }
}
