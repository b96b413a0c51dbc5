import type { CatalogEntry } from './catalog.js'
import { conflicts } from './check-inputs.js'
import { findPort } from './check-wires.js'
import type { Wire } from './document.js'
import { type Graph, type GraphNode, hasStream } from './graph.js'
import type { NodeId } from './ids.js'
import type { Checked, GraphIssue } from './issue.js'
import { waitsForStream } from './live-route.js'
import { pointer } from './pointer.js'
import { whyNotConnect } from './why-not-connect.js'
import { wiredNodes } from './wired-nodes.js'

/**
 * The graph with other wires into live inputs, as it may be while it plays; or everything that is against it: an input that
 * is read only at the start, a source that waits for a stream, ports that do not fit, values that conflict.
 * @param path JSON Pointer of what asks for it; empty outside a document
 */
export function rewired(graph: Graph, wires: readonly Wire[], path = ''): Checked<{ readonly graph: Graph }> {
  const types = new Map(Array.from(graph.nodes.values(), ({ id, entry }) => [id as string, entry]))
  const issues = wires.flatMap((wire) => wireIssues(graph, wire, { path, types }))
  if (issues.length > 0) return { ok: false, issues }
  const nodes = withWires(graph, wires)
  const changed = new Set(wires.map(({ to }) => to.node))
  const conflicting = [...changed].flatMap((id) => {
    const node = nodes.get(id)
    if (node === undefined) return []
    return conflicts({ ...node, index: 0, reached: new Set(node.inputs.keys()) }, types)
  })
  if (conflicting.length > 0) return { ok: false, issues: conflicting.map((issue) => ({ ...issue, path })) }
  return { ok: true, graph: { ...graph, nodes } }
}

function wireIssues(
  graph: Graph,
  wire: Wire,
  { path, types }: { readonly path: string; readonly types: ReadonlyMap<string, CatalogEntry> },
): GraphIssue[] {
  const from = findPort({ wire, side: 'from', path: path + pointer('from') }, types)
  const to = findPort({ wire, side: 'to', path: path + pointer('to') }, types)
  if (from.port === undefined || to.port === undefined) return [...from.issues, ...to.issues]
  const { node, port } = wire.to
  const at = { path, node, port }
  const fit = whyNotConnect(from.port, to.port)
  if (fit !== undefined) {
    const message = `Input '${port}' of node '${node}' cannot be fed by node '${wire.from.node}': ${fit.message}. Connect ports of one kind.`
    return [{ ...at, code: fit.code, message }]
  }
  const because = notWhilePlaying(graph, wire, to.port.live)
  if (because === undefined) return []
  const message = `The wire into input '${port}' of node '${node}' cannot be changed during a run: ${because}. Stop the run and start it again.`
  return [{ ...at, code: 'not-live', message }]
}

function notWhilePlaying(graph: Graph, { from, to }: Wire, live: boolean): string | undefined {
  const [source, reader] = [graph.nodes.get(from.node), graph.nodes.get(to.node)]
  if (source === undefined || reader === undefined) return undefined
  if (!live) return 'the node reads it only when it starts'
  if (!hasStream(reader)) return 'only a node that works chunk by chunk takes another value between two chunks'
  if (hasStream(source)) return `node '${from.node}' works on a stream, so it cannot be computed in between`
  const waiting = waitsForStream(graph, [from.node])
  return waiting === undefined ? undefined : `node '${waiting}' waits for a stream to end`
}

/** The nodes with other inputs, each still after everything it reads. */
function withWires({ nodes }: Graph, wires: readonly Wire[]): Map<NodeId, GraphNode> {
  const inputs = new Map(Array.from(nodes.values(), ({ id, inputs: held }) => [id, new Map(held)]))
  for (const { from, to } of wires) inputs.get(to.node)?.set(to.port, from)
  const all = Array.from(inputs).flatMap(([node, fed]) =>
    Array.from(fed, ([port, from]) => ({ from, to: { node, port } })),
  )
  return wiredNodes(nodes, all).nodes
}
