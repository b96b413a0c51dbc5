import {
  type Checked,
  checkDocument,
  type Exchange,
  executedNodes,
  type Graph,
  graphAt,
  type GraphDocument,
  type JsonObject,
  MOST_EXCHANGES,
  type NodeId,
  rewired,
  stagesOf,
  type Wire,
  type WireExchange,
  withExchange,
} from '@frameloom/graph'
import type { ChangeHistory } from './change-history.js'
import { documentTooLarge } from './document-too-large.js'

export interface ExchangeFacts {
  readonly graph: Graph
  readonly history: ChangeHistory
  /** The first chunk that no node has begun. */
  readonly chunk: number
  /** Those of the document whose time has not come. */
  readonly upcoming: readonly WireExchange[]
  /** Parameters of a node as they hold now. */
  readonly written: (node: NodeId) => JsonObject
}

export interface ExchangePlan {
  /** What the document of the run becomes. */
  readonly document: GraphDocument
  /** As it is wired from the chunk on. */
  readonly graph: Graph
  readonly live: readonly Wire[]
  /** The nodes that come in with it. */
  readonly added: ReadonlySet<NodeId>
}

/** What an exchange would come to from a chunk on; or all that is against it, found without computing anything. */
export function planExchange(exchange: Exchange, facts: ExchangeFacts): Checked<ExchangePlan> {
  const { history, chunk, written, upcoming } = facts
  const { catalog } = facts.graph
  const before = checkDocument(history.document, catalog)
  if (!before.ok) return before
  const used = new Set(everExecuted(before.graph))
  const planned = withExchange(exchange, { document: history.document, used, written })
  if (!planned.ok) return planned
  const { live, added } = planned
  if (live.length === 0) {
    const message =
      'The exchange has no wire into a live input of a node that runs, so it would change nothing. Add one.'
    return { ok: false, issues: [{ code: 'not-live', path: '', message }] }
  }
  const fresh = history.withAdded(planned.document, added, chunk)
  const base = checkDocument(fresh, catalog)
  if (!base.ok) return base
  const made = base.graph.exchanges.filter((exchange) => !upcoming.some((other) => sameExchange(other, exchange)))
  const next = rewired(graphAt({ ...base.graph, exchanges: made }, chunk), live)
  if (!next.ok) return next
  const document = history.exchanged(fresh, live, chunk)
  const kept = document.exchanges?.length ?? 0
  if (kept > MOST_EXCHANGES) {
    const message = `This run has already rewired ${kept - live.length} inputs, as many as its document keeps (${MOST_EXCHANGES}): stop it and start it again from the canvas.`
    return { ok: false, issues: [{ code: 'too-large', path: '', message }] }
  }
  const tooLong = documentTooLarge(document)
  if (tooLong !== undefined) return { ok: false, issues: [tooLong] }
  const whole = checkDocument(document, catalog)
  return whole.ok ? { ok: true, document, graph: next.graph, live, added } : whole
}

/** Every node that is executed at some chunk. */
function* everExecuted(graph: Graph): Generator<NodeId> {
  yield* executedNodes(graph).keys()
  for (const stage of stagesOf(graph)) yield* executedNodes(stage.graph).keys()
}

const sameExchange = (a: WireExchange, b: WireExchange): boolean =>
  a.chunk === b.chunk &&
  a.from.node === b.from.node &&
  a.from.port === b.from.port &&
  a.to.node === b.to.node &&
  a.to.port === b.to.port
