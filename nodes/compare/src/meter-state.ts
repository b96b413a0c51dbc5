import { NodeError, type NodeState } from '@frameloom/graph'
import type { MeterSnapshot } from '@frameloom/metrics'
import { tensorsOf } from '@frameloom/sockets'
import { z } from 'zod'

const count = z.int().min(0)

const meterJson = z.object({
  chunks: count,
  references: z.record(z.string(), z.object({ frames: count, sum: z.number() })),
  colour: z.object({ frames: count, red: z.number(), green: z.number(), blue: z.number() }),
  insideMotions: z.array(z.number()),
  thumbnailChunks: z.array(count),
})

/** A meter between two chunks as a checkpoint carries it. */
export function stateOfMeter({ tensors, ...json }: MeterSnapshot): NodeState {
  return { json, tensors }
}

/** @throws NodeError `checkpoint-damaged` */
export function meterOfState(state: NodeState): MeterSnapshot {
  const parsed = meterJson.safeParse(state.json)
  if (!parsed.success) {
    throw new NodeError(
      'checkpoint-damaged',
      `The drift meter's part of the checkpoint is not readable (${z.prettifyError(parsed.error)}): resume from another checkpoint.`,
    )
  }
  return { ...parsed.data, tensors: tensorsOf(state) }
}
