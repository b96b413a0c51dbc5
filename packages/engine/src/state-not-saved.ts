import type { GraphNode, NodeId } from '@frameloom/graph'

/** Thrown where a node cannot save its state for a checkpoint. The run itself goes on. */
export class StateNotSaved extends Error {
  override readonly name = 'StateNotSaved'
  readonly code = 'state-not-saved'
  readonly node: NodeId

  constructor({ id, entry }: GraphNode, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`Node '${id}' (${entry.definition.title}) cannot save its state for a checkpoint: ${reason}`, { cause })
    this.node = id
  }
}
