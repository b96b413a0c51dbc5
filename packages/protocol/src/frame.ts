import { nodeId, runId } from '@frameloom/graph'
import { z } from 'zod'

/**
 * Sizes in which pictures are sent, each encoded once for all viewers: `card` fits into 384 x 384 pixels, `full` is as the
 * model made it.
 */
export const tiers = ['card', 'full'] as const
export type Tier = (typeof tiers)[number]

/** At most so many pictures of one node are on their way to one viewer before it has drawn any of them. */
export const FRAME_CREDIT = 2

/** Says which picture a JPEG is. */
export const frameHeader = z.object({
  run: runId,
  node: nodeId,
  tier: z.enum(tiers),
  /** Counts the pictures of the node, from 0 in each process of the run; gaps are pictures that were left out. */
  seq: z.int().min(0),
  chunk: z.int().min(0),
  /** Of the picture in its chunk. */
  index: z.int().min(0),
  /** Pixels of the JPEG. */
  width: z.int().min(1),
  height: z.int().min(1),
  /** Pictures per second at which the video plays. */
  fps: z.number().positive(),
  /** Milliseconds since 1970 when it was shown. */
  at: z.number(),
})
export type FrameHeader = z.output<typeof frameHeader>
