export { CacheError, type CacheErrorCode } from './cache-error.js'
export { frameIndex, frameSpan, slot, type FrameIndex, type FrameSpan, type Slot } from './frame.js'
export type { RawParameters } from './parameters/parameter-reader.js'
export { positionsByName } from './parameters/positions-by-name.js'
export { strategyByName, type NamedStrategy } from './parameters/strategy-by-name.js'
export { strategyNames, type ModelFacts, type StrategyName } from './parameters/strategy-parameters.js'
export type { FrameShares } from './plans/blend.js'
export { planRollout, type PlannedChunk, type PlannedRollout } from './plans/plan-rollout.js'
export { Provenance } from './plans/provenance.js'
export { type SlotKind, type SlotState, slotStates } from './plans/slot-states.js'
export { absolutePositions } from './positions/absolute-positions.js'
export { checkCompatible } from './positions/check-compatible.js'
export { growThenCapPositions } from './positions/grow-then-cap-positions.js'
export { onlinePositions } from './positions/online-positions.js'
export type { PositionPolicy } from './positions/positions.js'
export { RotaryTables, type RotaryGrid } from './positions/rotary.js'
export { ArrayStore, type LayerArrays } from './stores/array-store.js'
export { requireRestorable, tensorName } from './stores/snapshot-fit.js'
export type { SlotStore, StoreBytes, StoreShape, StoreSnapshot } from './stores/store.js'
export { attentionSink, type AttentionSinkOptions } from './strategies/attention-sink.js'
export { full, type FullOptions } from './strategies/full.js'
export { memrope } from './strategies/memrope.js'
export type { MemropeOptions } from './strategies/memrope-options.js'
export { slidingWindow, type SlidingWindowOptions } from './strategies/sliding-window.js'
export type {
  CacheLayout,
  CachePlan,
  CacheStrategy,
  FoldRate,
  MemoryStream,
  Pooling,
  SlotContent,
  SlotOp,
} from './strategies/strategy.js'
export { describeSwap, type MemorySlot, type SlotRoles, type SwapReport } from './swaps/describe-swap.js'
export { type FilledCache, type StrategyLabel, swapSentence } from './swaps/swap-sentence.js'
