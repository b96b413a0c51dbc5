export { absolutePositions } from './absolute-positions.js'
export { ArrayStore, type LayerArrays } from './array-store.js'
export { attentionSink, type AttentionSinkOptions } from './attention-sink.js'
export type { FrameShares } from './blend.js'
export { CacheError, type CacheErrorCode } from './cache-error.js'
export { checkCompatible } from './check-compatible.js'
export { describeSwap, type MemorySlot, type SlotRoles, type SwapReport } from './describe-swap.js'
export { frameIndex, frameSpan, slot, type FrameIndex, type FrameSpan, type Slot } from './frame.js'
export { full, type FullOptions } from './full.js'
export { growThenCapPositions } from './grow-then-cap-positions.js'
export { memrope } from './memrope.js'
export type { MemropeOptions } from './memrope-options.js'
export { onlinePositions } from './online-positions.js'
export type { RawParameters } from './parameter-reader.js'
export { planRollout, type PlannedChunk, type PlannedRollout } from './plan-rollout.js'
export type { PositionPolicy } from './positions.js'
export { positionsByName } from './positions-by-name.js'
export { Provenance } from './provenance.js'
export { RotaryTables, type RotaryGrid } from './rotary.js'
export { slidingWindow, type SlidingWindowOptions } from './sliding-window.js'
export { type SlotKind, type SlotState, slotStates } from './slot-states.js'
export { requireRestorable, tensorName } from './snapshot-fit.js'
export type { SlotStore, StoreBytes, StoreShape, StoreSnapshot } from './store.js'
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
export { strategyByName, type NamedStrategy } from './strategy-by-name.js'
export { strategyNames, type ModelFacts, type StrategyName } from './strategy-parameters.js'
export { type FilledCache, type StrategyLabel, swapSentence } from './swap-sentence.js'
