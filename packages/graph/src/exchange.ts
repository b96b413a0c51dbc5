import type { DocumentNode, GraphDocument, Wire } from './document.js'
import type { Graph } from './graph.js'
import type { NodeId } from './ids.js'
import type { Checked, GraphIssue } from './issue.js'
import type { JsonObject } from './json.js'
import { rewired } from './rewired.js'
import { canonicalJson } from './save-document.js'

/** An edit that a run may take over while it plays. */
export interface Exchange {
  /** The nodes that the wires bring in. One that the document has already is left out of account, as long as it is the same. */
  readonly nodes: readonly DocumentNode[]
  /** Wires into live inputs, which take effect at a chunk boundary, and the wires into `nodes`. */
  readonly wires: readonly Wire[]
}

/**
 * The graph from each chunk on at which wires are exchanged, in order.
 * @throws RangeError where an exchange does not fit, which validation lets into no graph
 */
export function* stagesOf(graph: Graph): Generator<{ readonly chunk: number; readonly graph: Graph }> {
  let current = graph
  for (const chunk of new Set(graph.exchanges.map((exchange) => exchange.chunk))) {
    const wires = graph.exchanges.filter((exchange) => exchange.chunk === chunk)
    const next = rewired(current, wires)
    if (!next.ok) throw new RangeError(next.issues.map(({ message }) => message).join(' '))
    current = next.graph
    yield { chunk, graph: current }
  }
}

/** The graph as it is wired when `chunk` is made. */
export function graphAt(graph: Graph, chunk: number): Graph {
  let current = graph
  for (const stage of stagesOf(graph)) if (stage.chunk <= chunk) current = stage.graph
  return current
}

/** What the document of a run becomes by an exchange, and which of its wires lead into live inputs. */
export interface PlannedExchange {
  /** With the nodes and the wires into them; the live wires are not in it, for they hold only from a chunk on. */
  readonly document: GraphDocument
  readonly live: readonly Wire[]
  /** The nodes that come in with it: their parameters are those of the exchange, whatever was changed of them before. */
  readonly added: ReadonlySet<NodeId>
}

export interface ExchangeContext {
  readonly document: GraphDocument
  /** Nodes that have been executed, or will be by the document: they stay as they are. */
  readonly used: ReadonlySet<NodeId>
  /** Parameters of a used node as they hold now. */
  readonly written: (node: NodeId) => JsonObject
}

/** Brings the nodes of an exchange into the document; refused where it would change one that takes part in the run. */
export function withExchange(exchange: Exchange, context: ExchangeContext): Checked<PlannedExchange> {
  const { document, used, written } = context
  const known = new Map(document.nodes.map((node) => [node.id, node]))
  const issues: GraphIssue[] = []
  const added = exchange.nodes.filter((node) => !used.has(node.id))
  const addedIds = new Set(added.map(({ id }) => id))
  const mentioned = new Set(exchange.nodes.map(({ id }) => id))

  for (const node of exchange.nodes.filter(({ id }) => used.has(id))) {
    const now = known.get(node.id)
    const same =
      now !== undefined &&
      now.type === node.type &&
      now.version === node.version &&
      canonicalJson(written(node.id)) === canonicalJson(node.params ?? {})
    if (!same) issues.push(changedNode(node.id, 'its type or its fixed parameters differ'))
  }
  const feeds = exchange.wires.filter(({ to }) => addedIds.has(to.node))
  const live: Wire[] = []
  for (const wire of exchange.wires) {
    if (addedIds.has(wire.to.node)) continue
    const holds = document.wires.some((other) => wireText(other) === wireText(wire))
    if (!mentioned.has(wire.to.node)) live.push(wire)
    else if (!holds) issues.push(changedNode(wire.to.node, `its input '${wire.to.port}' has another wire`))
  }
  if (issues.length > 0) return { ok: false, issues }
  return {
    ok: true,
    live,
    added: addedIds,
    document: {
      ...document,
      nodes: [...document.nodes.filter(({ id }) => !addedIds.has(id)), ...added],
      wires: [...document.wires.filter(({ to }) => !addedIds.has(to.node)), ...feeds],
    },
  }
}

function changedNode(node: NodeId, because: string): GraphIssue {
  const message = `Node '${node}' takes part in this run and cannot change under it: ${because}. Connect a new node, or stop the run and start it again.`
  return { code: 'not-live', path: '', node, message }
}

const wireText = ({ from, to }: Wire): string => JSON.stringify([from.node, from.port, to.node, to.port])
