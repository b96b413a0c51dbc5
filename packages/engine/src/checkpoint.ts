import type { GraphDocument, GraphNode, NodeState, StatefulNode } from '@frameloom/graph'
import { StateNotSaved } from './state-not-saved.js'

/** The newest `formatVersion` of a checkpoint. */
export const CHECKPOINT_VERSION = 1

/** Where a run stood between two chunks: plain data, to be written to a file by whoever runs it. */
export interface Checkpoint {
  readonly formatVersion: typeof CHECKPOINT_VERSION
  /** The document of the run; changes made while it ran stand in its timeline. */
  readonly document: GraphDocument
  /** The first chunk that a run from here produces. */
  readonly chunk: number
  /** States by node id. */
  readonly nodes: Readonly<Record<string, NodeState>>
}

/** The states of a run's nodes: gives back what was saved, and saves what is there. */
export class NodeStates {
  readonly #restored: Map<string, NodeState>
  readonly #live = new Map<GraphNode, StatefulNode>()

  constructor(restored: Checkpoint | undefined) {
    this.#restored = new Map(Object.entries(restored?.nodes ?? {}))
  }

  /**
   * Registers how a node's state is saved, after restoring what a checkpoint holds of it.
   * @throws Error where the node has registered already
   */
  async register(node: GraphNode, state: StatefulNode): Promise<void> {
    const { id } = node
    if (this.#live.has(node)) throw new Error(`Node '${id}' has two states; a node registers one. Combine them.`)
    this.#live.set(node, state)
    const saved = this.#restored.get(id)
    if (saved !== undefined) await state.restore(saved)
    this.#restored.delete(id)
  }

  /**
   * States of all nodes; a node that has not begun keeps the state that it was to be restored from.
   * @throws StateNotSaved
   */
  async save(): Promise<Record<string, NodeState>> {
    const states = new Map(this.#restored)
    for (const [node, state] of this.#live) states.set(node.id, await saved(node, state))
    return Object.fromEntries(states)
  }
}

async function saved(node: GraphNode, state: StatefulNode): Promise<NodeState> {
  try {
    return await state.save()
  } catch (cause) {
    throw new StateNotSaved(node, cause)
  }
}
