import type { PositionPolicy } from './positions.js'

/**
 * Online RoPE (arXiv 2603.12513, eq. 7): a slot's temporal position is its place in the cache, so that no position ever
 * reaches the cache's capacity, however long the video.
 */
export const onlinePositions = (): PositionPolicy => ({
  name: 'online',
  needsFrames: false,
  place: (layout) => layout.map((_, index) => index),
})
