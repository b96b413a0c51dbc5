import type { RolloutSnapshot } from '@frameloom/diffusion'
import { NodeError, type NodeState } from '@frameloom/graph'
import { frameIndex, type SlotContent, type StrategyLabel } from '@frameloom/kv-cache'
import { tensorsOf } from '@frameloom/sockets'
import { z } from 'zod'

const index = z.int().min(0)

const slotContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['sink', 'recent']), frame: index }),
  z.object({ kind: z.literal('memory'), stream: z.enum(['long-term', 'short-term']), framesFolded: index }),
])

const rolloutJson = z.object({
  model: z.string(),
  nextChunk: index,
  layout: z.array(slotContent),
  /** Absent in checkpoints of earlier versions. */
  filledBy: z.object({ name: z.string(), capacity: index }).optional(),
})

/** A rollout between two chunks, and the strategy that filled its cache. */
export interface SavedRollout {
  readonly snapshot: RolloutSnapshot
  readonly filledBy: StrategyLabel | undefined
}

/** What a checkpoint carries of a rollout. */
export function stateOfRollout(
  { model, nextChunk, layout, store }: RolloutSnapshot,
  filledBy: StrategyLabel,
): NodeState {
  const { name, capacity } = filledBy
  const contents = layout.map((content) => ({ ...content }))
  return { json: { model, nextChunk, layout: contents, filledBy: { name, capacity } }, tensors: store.tensors }
}

/** What a checkpoint carries where no rollout has been opened yet; `model` is the identity of its model. */
export const stateBeforeRollout = (model: string, strategy: StrategyLabel): NodeState =>
  stateOfRollout({ model, nextChunk: 0, layout: [], store: { slots: 0, tensors: {} } }, strategy)

/** @throws NodeError `checkpoint-damaged` */
export function rolloutOfState(state: NodeState): SavedRollout {
  const parsed = rolloutJson.safeParse(state.json)
  if (!parsed.success) {
    throw new NodeError(
      'checkpoint-damaged',
      `The sampler's part of the checkpoint is not readable (${z.prettifyError(parsed.error)}): resume from another checkpoint.`,
    )
  }
  const { model, nextChunk, layout, filledBy } = parsed.data
  const contents = layout.map((content): SlotContent =>
    content.kind === 'memory' ? content : { kind: content.kind, frame: frameIndex(content.frame) },
  )
  const store = { slots: contents.length, tensors: tensorsOf(state) }
  return { snapshot: { model, nextChunk, layout: contents, store }, filledBy }
}
