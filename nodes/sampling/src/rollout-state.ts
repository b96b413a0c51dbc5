import type { RolloutSnapshot } from '@frameloom/diffusion'
import { NodeError, type NodeState } from '@frameloom/graph'
import { frameIndex, type SlotContent } from '@frameloom/kv-cache'
import { tensorsOf } from '@frameloom/sockets'
import { z } from 'zod'

const index = z.int().min(0)

const slotContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['sink', 'recent']), frame: index }),
  z.object({ kind: z.literal('memory'), stream: z.enum(['long-term', 'short-term']), framesFolded: index }),
])

const rolloutJson = z.object({ model: z.string(), nextChunk: index, layout: z.array(slotContent) })

/** A rollout between two chunks as a checkpoint carries it. */
export function stateOfRollout({ model, nextChunk, layout, store }: RolloutSnapshot): NodeState {
  return { json: { model, nextChunk, layout: layout.map((content) => ({ ...content })) }, tensors: store.tensors }
}

/** @throws NodeError `checkpoint-damaged` */
export function rolloutOfState(state: NodeState): RolloutSnapshot {
  const parsed = rolloutJson.safeParse(state.json)
  if (!parsed.success) {
    throw new NodeError(
      'checkpoint-damaged',
      `The sampler's part of the checkpoint is not readable (${z.prettifyError(parsed.error)}): resume from another checkpoint.`,
    )
  }
  const { model, nextChunk, layout } = parsed.data
  const contents = layout.map((content): SlotContent =>
    content.kind === 'memory' ? content : { kind: content.kind, frame: frameIndex(content.frame) },
  )
  return { model, nextChunk, layout: contents, store: { slots: contents.length, tensors: tensorsOf(state) } }
}
