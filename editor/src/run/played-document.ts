import {
  canonicalJson,
  type GraphDocument,
  type JsonObject,
  type JsonValue,
  type TimelineEntry,
} from '@frameloom/graph'
import { withExchange } from './live-wires.js'

/**
 * What a run plays now, by its own document: that has the changes made while it ran before the entries of the timeline and the
 * exchanges that it was started with. Those are told from its own by `opened`, the document on the canvas: changes are what comes
 * before the entries of that. Where they cannot be told apart, values are taken to be as on the canvas.
 */
export function playedDocument(ofRun: GraphDocument, opened: GraphDocument): GraphDocument {
  const { timeline = [], exchanges = [] } = ofRun
  const made = exchanges.slice(0, Math.max(0, exchanges.length - (opened.exchanges?.length ?? 0)))
  const wires = made.toSorted((a, b) => a.chunk - b.chunk).map(({ from, to }) => ({ from, to }))
  const played = wires.reduce((document, wire) => withExchange(document, { nodes: [], wires: [wire] }), ofRun)
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
    exchanges: exchanges.slice(made.length),
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
