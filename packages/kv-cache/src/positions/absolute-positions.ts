import { CacheError } from '../cache-error.js'
import type { PositionPolicy } from './positions.js'

/** A slot's temporal position is the index of its latent frame; the model's rotary table has `tableLength` rows. */
export const absolutePositions = (tableLength: number): PositionPolicy => ({
  name: 'absolute',
  needsFrames: true,
  place: (layout) =>
    layout.map((content, index) => {
      if (content.kind === 'memory') {
        throw new CacheError(
          'memory-needs-online-positions',
          `Slot ${index} holds ${content.stream} memory of ${content.framesFolded} latent frames, which has no absolute ` +
            'position: choose online or grow-then-cap positions, or a strategy that forgets memory slots.',
        )
      }
      if (content.frame < tableLength) return content.frame
      throw new CacheError(
        'position-table-end',
        `Latent frame ${content.frame} needs temporal position ${content.frame}, but the model's rotary table ends at ` +
          `${tableLength - 1}: choose online or grow-then-cap positions, or end the video at latent frame ${tableLength - 1}.`,
      )
    }),
})
