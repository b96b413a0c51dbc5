export { CacheError, type CacheErrorCode } from './cache-error.js'
export { frameIndex, frameSpan, slot, type FrameIndex, type FrameSpan, type Slot } from './frame.js'
export type { PositionPolicy } from './positions.js'
export type { SlotStore, StoreShape, StoreSnapshot } from './store.js'
export type {
  CacheLayout,
  CachePlan,
  CacheStrategy,
  FoldRate,
  MemoryStream,
  Pooling,
  SlotContent,
  SlotOp,
} from './strategy.js'
