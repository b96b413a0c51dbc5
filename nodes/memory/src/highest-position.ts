import type { VideoModel } from '@frameloom/diffusion'
import { NodeError } from '@frameloom/graph'

/**
 * Where the newest latent frame stays, as asked for; 0: the last position the model was trained on.
 * @throws NodeError `position-table-end` where the model's rotary table ends before
 */
export function highestPosition(maxPosition: number, { name, geometry }: VideoModel): number {
  const { trainedFrames, rotaryPositions } = geometry
  if (maxPosition < rotaryPositions) return maxPosition || trainedFrames - 1
  throw new NodeError(
    'position-table-end',
    `The highest position is ${maxPosition}, but the rotary table of ${name} ends at ${rotaryPositions - 1}: ` +
      `lower it; 0 takes the last position the model was trained on, ${trainedFrames - 1}.`,
  )
}
