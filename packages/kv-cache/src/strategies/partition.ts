import { slot, type Slot } from '../frame.js'
import type { CacheLayout, SlotContent } from './strategy.js'

export type MemoryContent = Extract<SlotContent, { readonly kind: 'memory' }>
export type FrameContent = Exclude<SlotContent, MemoryContent>

/** What a slot holds, and where it lies now. */
export interface Held<C extends SlotContent = SlotContent> {
  readonly slot: Slot
  readonly content: C
}

/** A layout by role, each part in attention order. Frames that fit no role are in none of them: they are forgotten. */
export interface Partition {
  readonly sinks: readonly Held<FrameContent>[]
  readonly memories: readonly Held<MemoryContent>[]
  readonly recents: readonly Held<FrameContent>[]
}

/**
 * Reads a layout, this strategy's or another's, with `sinkFrames` sinks. The oldest frames found become the sinks,
 * whatever they were before, but only frames in front of the memory slots can, so that no slot has to trade places. Of
 * the other frames the unbroken run up to the newest one is recent; a frame left of a gap is in neither part.
 */
export function partition(layout: CacheLayout, sinkFrames: number): Partition {
  const sinks: Held<FrameContent>[] = []
  const memories: Held<MemoryContent>[] = []
  let recents: Held<FrameContent>[] = []
  for (const [index, content] of layout.entries()) {
    if (content.kind === 'memory') {
      memories.push({ slot: slot(index), content })
    } else if (memories.length === 0 && sinks.length < sinkFrames) {
      sinks.push({ slot: slot(index), content: ofKind('sink', content) })
    } else {
      const newest = recents.at(-1)
      if (newest && newest.content.frame + 1 !== content.frame) recents = []
      recents.push({ slot: slot(index), content: ofKind('recent', content) })
    }
  }
  return { sinks, memories, recents }
}

function ofKind(kind: FrameContent['kind'], content: FrameContent): FrameContent {
  return content.kind === kind ? content : { kind, frame: content.frame }
}
