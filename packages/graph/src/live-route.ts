import { type Graph, type GraphNode, hasStream, type PortRef } from './graph.js'
import type { NodeId } from './ids.js'
import type { Checked } from './issue.js'
import { pointer } from './pointer.js'

/** How a change of a live parameter reaches the stream. */
export interface LiveRoute {
  /** Nodes of values to compute anew. Empty where the node itself works per chunk. */
  readonly recompute: ReadonlySet<NodeId>
  /** Nodes that work per chunk and see the change at their next boundary. */
  readonly readers: ReadonlySet<NodeId>
}

type Nodes = Pick<Graph, 'nodes'>

/** Can this parameter change while the document runs, and what does the change pass through? */
export function liveRoute(graph: Nodes, id: NodeId, param: string): Checked<{ readonly route: LiveRoute }> {
  const start = graph.nodes.get(id)
  const refused = (because: string, at: Partial<PortRef> = {}) => ({
    ok: false as const,
    issues: [
      {
        code: 'not-live' as const,
        path: pointer('nodes', id, 'params', param),
        node: id,
        ...at,
        message: `Parameter '${param}' of node '${id}' cannot change during a run: ${because}. Stop the run and start it again.`,
      },
    ],
  })
  if (start === undefined) return refused('the node is not in the document')
  if (!isLive(start, param)) return refused(`its live parameters are: ${liveParams(start).join(', ') || 'none'}`)
  if (hasStream(start)) return { ok: true, route: { recompute: new Set(), readers: new Set([id]) } }

  const recompute = new Set([id])
  const readers = new Set<NodeId>()
  for (const changed of recompute) {
    for (const { to } of graph.nodes.get(changed)?.readers ?? []) {
      const reader = graph.nodes.get(to.node)
      if (reader === undefined) continue
      if (!hasStream(reader)) recompute.add(to.node)
      else if (reader.entry.definition.inputs[to.port]?.live === true) readers.add(to.node)
      else return refused(`node '${to.node}' reads its input '${to.port}' only when it starts`, to)
    }
  }
  const waiting = waitsForStream(graph, recompute)
  if (waiting !== undefined) return refused(`node '${waiting}' waits for a stream to end`, { node: waiting })
  return { ok: true, route: { recompute, readers } }
}

/** The first node of values, among `ids` and all that they read from, that reads the result of a node with streams. */
export function waitsForStream({ nodes }: Nodes, ids: Iterable<NodeId>): NodeId | undefined {
  const seen = new Set(ids)
  for (const id of seen) {
    for (const { node: source } of nodes.get(id)?.inputs.values() ?? []) {
      const node = nodes.get(source)
      if (node !== undefined && hasStream(node)) return id
      seen.add(source)
    }
  }
  return undefined
}

/** Nodes of values that read, directly or not, the result of a node with streams: computed once, when it is there. */
export function lateValues({ nodes }: Nodes): ReadonlySet<NodeId> {
  const late = new Set<NodeId>()
  for (const node of nodes.values()) {
    const sources = [...node.inputs.values()].map(({ node: source }) => nodes.get(source))
    const waits = sources.some((source) => source !== undefined && (hasStream(source) || late.has(source.id)))
    if (waits && !hasStream(node)) late.add(node.id)
  }
  return late
}

/** Does it work per chunk and take changes at its boundaries, by an input or by a parameter of its own? */
export function takesChanges(node: GraphNode): boolean {
  const { inputs } = node.entry.definition
  return hasStream(node) && (liveParams(node).length > 0 || [...node.inputs.keys()].some((name) => inputs[name]?.live))
}

const isLive = (node: GraphNode, param: string): boolean => liveParams(node).includes(param)

function liveParams({ entry: { manifest } }: GraphNode): string[] {
  const properties = manifest.params['properties']
  return typeof properties === 'object' && properties !== null
    ? Object.entries(properties)
        .filter(
          ([, schema]) => typeof schema === 'object' && schema !== null && 'live' in schema && schema['live'] === true,
        )
        .map(([name]) => name)
    : []
}
