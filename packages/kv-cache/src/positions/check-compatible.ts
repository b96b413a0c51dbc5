import { CacheError } from '../cache-error.js'
import type { CacheStrategy } from '../strategies/strategy.js'
import type { PositionPolicy } from './positions.js'

/** Why `strategy` cannot run with `policy`; undefined when it can. To be asked before a run, and at every change. */
export function checkCompatible(strategy: CacheStrategy, policy: PositionPolicy): CacheError | undefined {
  if (strategy.folds && policy.needsFrames) {
    return new CacheError(
      'memory-needs-online-positions',
      `Cache strategy "${strategy.name}" folds latent frames into memory slots, which have no ${policy.name} position: ` +
        'choose online or grow-then-cap positions, or a strategy without memory.',
    )
  }
  if (policy.lastPosition !== undefined && policy.lastPosition < strategy.capacity - 1) {
    return new CacheError(
      'invalid-parameter',
      `Grow-then-cap positions end at ${policy.lastPosition}, but the ${strategy.capacity} slots of cache strategy ` +
        `"${strategy.name}" need positions up to ${strategy.capacity - 1}: raise maxPosition, or choose a smaller cache.`,
    )
  }
  return undefined
}
