import { CacheError } from '../cache-error.js'
import type { CacheLayout } from '../strategies/strategy.js'
import type { PositionPolicy } from './positions.js'

/**
 * Positions grow with the video until the newest frame reaches `maxPosition`, then stand still (the "unified relative RoPE"
 * of Echo-Infinity, arXiv 2606.04527): sinks at 0 and up, all other slots without gaps up to the newest frame. Once the
 * cache is full, online positions are the case `maxPosition` = capacity - 1.
 * @throws CacheError `invalid-parameter` when `maxPosition` is no whole number, or, from `place`, less than a layout needs
 */
export function growThenCapPositions(maxPosition: number): PositionPolicy {
  if (!Number.isSafeInteger(maxPosition) || maxPosition < 0) {
    throw new CacheError(
      'invalid-parameter',
      `Grow-then-cap positions cannot end at ${maxPosition}: give maxPosition a whole number from 0, at least the cache's slots - 1.`,
    )
  }
  return {
    name: 'grow-then-cap',
    needsFrames: false,
    lastPosition: maxPosition,
    place(layout) {
      const last = layout.length - 1
      if (last > maxPosition) {
        throw new CacheError(
          'invalid-parameter',
          `Grow-then-cap positions end at ${maxPosition}, but ${layout.length} slots need positions up to ${last}: ` +
            `give maxPosition at least ${last}, or choose a smaller cache.`,
        )
      }
      const shift = Math.max(0, Math.min(newestFrame(layout), maxPosition) - last)
      return layout.map((content, index) => (content.kind === 'sink' ? index : index + shift))
    },
  }
}

function newestFrame(layout: CacheLayout): number {
  return layout.reduce((newest, content) => (content.kind === 'memory' ? newest : Math.max(newest, content.frame)), 0)
}
