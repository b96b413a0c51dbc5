export { arbitraryStrategies, type StrategySample } from './arbitrary-strategy.js'
export type { StoreUnderTest } from './store-under-test.js'
export { describeSlotStore } from './store.contract.js'
export { describeCacheStrategy } from './strategy.contract.js'
