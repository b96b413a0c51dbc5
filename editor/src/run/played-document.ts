import {
  canonicalJson,
  type GraphDocument,
  type JsonObject,
  type JsonValue,
  type TimelineEntry,
} from '@frameloom/graph'
import { afterExchange, endOf, hasSameSource } from './live-wires.js'

/**
 * What a run plays now, by its own document: that has the changes made while it ran before the entries of the timeline and the
 * exchanges that it was started with. Those are told from its own by `opened`, the document on the canvas: changes are what comes
 * before the entries of that. Where they cannot be told apart, values and wires are taken to be as on the canvas, and what the run's
 * document has planned is left in it.
 */
export function playedDocument(ofRun: GraphDocument, opened: GraphDocument): GraphDocument {
  const played = afterExchanges(ofRun, opened)
  const { timeline = [] } = ofRun
  const planned = opened.timeline ?? []
  const isTold = endsWith(timeline, planned)
  const changes = isTold ? timeline.slice(0, timeline.length - planned.length) : timeline
  const inOrder = changes.toSorted((a, b) => a.chunk - b.chunk)
  const onCanvas = (entry: TimelineEntry) => opened.nodes.find(({ id }) => id === entry.node)?.params?.[entry.param]
  return {
    ...played,
    nodes: played.nodes.map((node) => {
      const own = inOrder.filter((entry) => entry.node === node.id)
      const values = own.map((entry) => [entry.param, isTold ? entry.value : onCanvas(entry)] as const)
      return own.length === 0 ? node : { ...node, params: withValues(node.params, values) }
    }),
    timeline: isTold ? planned : timeline,
  }
}

/**
 * With the wires of exchanges that were made, and those left that were planned. An exchange that the canvas does not have any more was
 * either planned and taken out, or made and taken back: none of them counts as made then.
 */
function afterExchanges(ofRun: GraphDocument, opened: GraphDocument): GraphDocument {
  const { exchanges = [] } = ofRun
  const planned = opened.exchanges ?? []
  const before = exchanges
    .slice(0, Math.max(0, exchanges.length - planned.length))
    .toSorted((a, b) => a.chunk - b.chunk)
  const made = new Map(before.map((exchange) => [endOf(exchange), exchange]))
  const onCanvas = new Map(opened.wires.map((wire) => [endOf(wire), wire]))
  const isTold = endsWith(exchanges, planned) && [...made].every(([end, one]) => hasSameSource(one, onCanvas.get(end)))
  const wires = isTold ? [...made.values()] : exchanges.flatMap((exchange) => onCanvas.get(endOf(exchange)) ?? [])
  return {
    ...afterExchange(ofRun, { nodes: [], wires: wires.map(({ from, to }) => ({ from, to })) }),
    exchanges: isTold ? planned : exchanges,
  }
}

/** Without those of which the value is undefined: they are as the node type has them. */
function withValues(
  params: JsonObject = {},
  values: readonly (readonly [string, JsonValue | undefined])[],
): JsonObject {
  const all = Object.entries({ ...params, ...Object.fromEntries(values) })
  return Object.fromEntries(all.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined))
}

function endsWith(all: readonly unknown[], end: readonly unknown[]): boolean {
  const last = all.slice(all.length - end.length)
  return end.length <= all.length && canonicalJson(last as JsonValue) === canonicalJson(end as JsonValue)
}
