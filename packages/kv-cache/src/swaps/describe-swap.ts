import type { FrameIndex, FrameSpan } from '../frame.js'
import type { CacheLayout, CacheStrategy, MemoryStream, SlotContent } from '../strategies/strategy.js'

/** A memory slot: which average, and of how many latent frames. */
export type MemorySlot = Pick<Extract<SlotContent, { kind: 'memory' }>, 'stream' | 'framesFolded'>

/** Slots by role, in attention order. */
export interface SlotRoles {
  readonly sinks: readonly FrameIndex[]
  readonly memory: readonly MemorySlot[]
  readonly recent: readonly FrameIndex[]
}

/** What becomes of a cache when another strategy takes it over. */
export interface SwapReport {
  /** By the role that they have from now on; memory as it was found. */
  readonly kept: SlotRoles
  /** Latent frames averaged into memory at once. */
  readonly folded: readonly FrameIndex[]
  /** Memory that begins with these frames. */
  readonly opened: readonly MemoryStream[]
  /** By the role that they had. */
  readonly forgotten: SlotRoles
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
  const before = byRole(layout)
  const after = byRole(next.slice(0, next.length - chunkSlots.length))
  const stays = new Set([...after.sinks, ...after.recent])
  const streams = (memory: readonly MemorySlot[]) => new Set(memory.map(({ stream }) => stream))
  const [had, has] = [streams(before.memory), streams(after.memory)]
  const lost = (frame: FrameIndex): boolean => !stays.has(frame) && !folded.has(frame)
  return {
    kept: { ...after, memory: before.memory.filter(({ stream }) => has.has(stream)) },
    folded: [...folded],
    opened: [...has].filter((stream) => !had.has(stream)),
    forgotten: {
      sinks: before.sinks.filter(lost),
      memory: before.memory.filter(({ stream }) => !has.has(stream)),
      recent: before.recent.filter(lost),
    },
  }
}

function byRole(layout: CacheLayout): SlotRoles {
  const frames = (kind: 'sink' | 'recent') =>
    layout.flatMap((content) => (content.kind === kind && 'frame' in content ? [content.frame] : []))
  const memory = layout.flatMap((content) =>
    content.kind === 'memory' ? [{ stream: content.stream, framesFolded: content.framesFolded }] : [],
  )
  return { sinks: frames('sink'), memory, recent: frames('recent') }
}
