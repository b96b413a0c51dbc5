import type { FrameSpan } from '../frame.js'
import { closeUp, withChunk } from './make-room.js'
import { partition } from './partition.js'
import type { CacheLayout, CachePlan } from './strategy.js'

/** Makes room for the chunk by forgetting the oldest recent frames, and all that is neither sink nor recent. */
export function keepSinksAndRecents(
  layout: CacheLayout,
  chunk: FrameSpan,
  sizes: { readonly capacity: number; readonly sinkFrames: number },
): CachePlan {
  const { sinks, recents } = partition(layout, sizes.sinkFrames)
  const room = sizes.capacity - chunk.length - sinks.length
  const held = [...sinks, ...recents.slice(Math.max(0, recents.length - room))]
  return withChunk({ kept: held.map(({ content }) => content), makeRoom: closeUp(held, 0) }, chunk, sizes)
}
