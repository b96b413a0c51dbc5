import type { GraphNode, JsonObject, NodeId, PortRef } from '@frameloom/graph'
import { callNode } from './call-node.js'
import type { Epoch } from './epochs.js'
import { type AnyValues, nodeContext } from './node-context.js'
import type { Lease, Outputs } from './output-store.js'
import type { RunContext } from './run-context.js'
import { signatureOf } from './signature.js'
import type { StreamReader } from './stream-reader.js'

/** Where a value is looked up: the parameters and leases of an epoch, or of one that is being made. */
export type Held = Pick<Epoch, 'graph' | 'written' | 'params' | 'leases'>

/** Gathers what nodes read, and computes nodes of values from it. */
export class NodeValues {
  readonly #context: RunContext
  readonly #readerOf: (node: NodeId, input: string) => StreamReader
  /** Outputs that are the same for the whole run. */
  readonly #settled = new Map<NodeId, Outputs>()

  /** @param readerOf gives the stream that is wired to an input */
  constructor(context: RunContext, readerOf: (node: NodeId, input: string) => StreamReader) {
    this.#context = context
    this.#readerOf = readerOf
  }

  /** Takes outputs that stay the same for the whole run: those of nodes that work on streams, or that read from one. */
  settle(id: NodeId, outputs: Outputs): void {
    this.#settled.set(id, outputs)
  }

  /** Inputs and parameters of `node`, as it is wired in `held`. */
  valuesOf({ id }: GraphNode, held: Held): AnyValues {
    const node = nodeIn(held, id)
    const inputs = node.entry.manifest.inputs.map(({ name, flow }): [string, unknown] => {
      const from = node.inputs.get(name)
      if (from === undefined) return [name, undefined]
      return [name, flow === 'stream' ? this.#readerOf(node.id, name) : this.#outputOf(from, held)]
    })
    return { inputs: Object.fromEntries(inputs), params: held.params.get(node.id) ?? node.params }
  }

  /**
   * Computes a node of values, or takes what is kept of it.
   * @throws NodeFailure
   */
  async compute({ id }: GraphNode, held: Held): Promise<Lease> {
    const node = nodeIn(held, id)
    const { store, services } = this.#context
    const parents = new Map([...node.inputs].map(([input, { node: source }]) => [input, held.leases.get(source)]))
    const written: JsonObject = held.written.get(node.id) ?? node.written
    const values = this.valuesOf(node, held)
    return store.acquire({
      signature: signatureOf({
        node,
        written,
        sources: new Map([...parents].map(([input, lease]) => [input, lease?.signature])),
        services,
      }),
      parents: [...new Set(parents.values())].filter((lease) => lease !== undefined),
      produce: async (scope) =>
        callNode(
          node,
          nodeContext(this.#context, { node, values, scope, boundary: () => noBoundary(node), review: () => {} }),
        ),
    })
  }

  #outputOf({ node, port }: PortRef, { leases }: Held): unknown {
    return (leases.get(node)?.outputs ?? this.#settled.get(node))?.[port]
  }
}

function nodeIn({ graph }: Held, id: NodeId): GraphNode {
  const node = graph.nodes.get(id)
  if (node === undefined) throw new Error(`Node '${id}' is not in the graph of this chunk.`)
  return node
}

async function noBoundary({ id }: GraphNode): Promise<never> {
  throw new Error(
    `Node '${id}' has no stream, so it has no chunk boundary. It is computed again when something changes.`,
  )
}
