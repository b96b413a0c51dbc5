import type { JsonValue } from './json.js'

/** A tensor as a checkpoint carries it: `dtype` as `@frameloom/tensor` names it, row-major, one element per entry. */
export interface StateTensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: ArrayBufferView
}

/** What one node must remember to go on as if it had never stopped: plain data, no handles. */
export interface NodeState {
  readonly json: JsonValue
  readonly tensors: Readonly<Record<string, StateTensor>>
}

/** How a node saves its state between two chunks, and how it gets it back. */
export interface StatefulNode {
  /** Called between two chunks, while the node waits; it must copy what the next chunk would overwrite. */
  save(): NodeState | Promise<NodeState>
  /** Called once, before the first chunk, when the run goes on from a checkpoint. */
  restore(state: NodeState): void | Promise<void>
}
