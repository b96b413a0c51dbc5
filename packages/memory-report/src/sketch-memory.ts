import { CacheError, planRollout, type RawParameters, strategyByName } from '@frameloom/kv-cache'
import type { MemoryReport } from './memory-report.js'
import { MemoryReporter } from './memory-reporter.js'

/** A strategy that has filled its cache has also made room once; a full cache ends before that. */
const AFTER_FULL = 2

/**
 * What the cache of a strategy will hold once it is full, by planning that far without a model: pure, some microseconds per
 * slot. Undefined where the parameters cannot be planned; validation says why.
 */
export function sketchMemory(strategy: string, params: RawParameters): MemoryReport | undefined {
  try {
    const { cacheFrames, ...others } = params
    // Where a node offers 0, it stands for the strategy's own size.
    const named = strategyByName(strategy, cacheFrames === 0 ? others : params)
    const { chunkFrames } = named
    const chunks = Math.ceil(named.strategy.capacity / chunkFrames) + AFTER_FULL
    const reporter = new MemoryReporter()
    let last: MemoryReport | undefined
    try {
      for (const { index, plan, positions } of planRollout({ ...named, chunks })) {
        last = reporter.report({ index, plan, positions, chunkFrames, strategy, placing: named.positions.name })
      }
    } catch (error) {
      if (!(error instanceof CacheError && error.code === 'cache-full')) throw error
    }
    return last
  } catch (error) {
    if (error instanceof CacheError) return undefined
    throw error
  }
}
