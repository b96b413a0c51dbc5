import { canonicalJson, type GraphDocument, type JsonObject, type JsonValue } from '@frameloom/graph'
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
  const values = changes
    .toSorted((a, b) => a.chunk - b.chunk)
    .map(({ node, param, value }): [string, JsonObject] => {
      const onCanvas = opened.nodes.find(({ id }) => id === node)?.params ?? {}
      return [node, { [param]: isTold ? value : (onCanvas[param] ?? value) }]
    })
  return {
    ...played,
    nodes: values.reduce(
      (nodes, [id, params]) =>
        nodes.map((node) => (node.id === id ? { ...node, params: { ...node.params, ...params } } : node)),
      played.nodes,
    ),
    timeline: isTold ? planned : timeline,
    exchanges: exchanges.slice(made.length),
  }
}

function endsWith(all: readonly unknown[], end: readonly unknown[]): boolean {
  const last = all.slice(all.length - end.length)
  return end.length <= all.length && canonicalJson(last as JsonValue) === canonicalJson(end as JsonValue)
}
