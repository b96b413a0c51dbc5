import type { FrameIndex, FrameSpan } from './frame.js'
import type { CacheLayout, CacheStrategy, MemoryStream, SlotContent } from './strategy.js'

/** What becomes of a cache when another strategy takes it over. */
export interface SwapReport {
  readonly kept: { readonly frames: readonly FrameIndex[]; readonly memory: readonly MemoryStream[] }
  /** Latent frames averaged into memory at once. */
  readonly folded: readonly FrameIndex[]
  readonly forgotten: { readonly frames: readonly FrameIndex[]; readonly memory: readonly MemoryStream[] }
}

/**
 * What `strategy` keeps, folds and forgets of `layout`, left behind by any strategy, when it admits `chunk`.
 * @throws what `strategy.admit` throws
 */
export function describeSwap(layout: CacheLayout, strategy: CacheStrategy, chunk: FrameSpan): SwapReport {
  const { makeRoom, layout: next, chunkSlots } = strategy.admit(layout, chunk)
  const slots: (SlotContent | undefined)[] = [...layout]
  const folded = new Set<FrameIndex>()
  for (const op of makeRoom) {
    if (op.op === 'move') {
      slots[op.to] = slots[op.from]
      continue
    }
    for (const from of op.from) {
      const content = slots[from]
      if (content && content.kind !== 'memory') folded.add(content.frame)
    }
  }
  const kept = contents(next.slice(0, next.length - chunkSlots.length))
  const before = contents(layout)
  return {
    kept: {
      frames: before.frames.filter((frame) => kept.frames.includes(frame)),
      memory: before.memory.filter((stream) => kept.memory.includes(stream)),
    },
    folded: [...folded],
    forgotten: {
      frames: before.frames.filter((frame) => !kept.frames.includes(frame) && !folded.has(frame)),
      memory: before.memory.filter((stream) => !kept.memory.includes(stream)),
    },
  }
}

function contents(layout: CacheLayout) {
  return {
    frames: layout.flatMap((content) => (content.kind === 'memory' ? [] : [content.frame])),
    memory: layout.flatMap((content) => (content.kind === 'memory' ? [content.stream] : [])),
  }
}
