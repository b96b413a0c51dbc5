import { type Graph, type GraphNode, hasStream } from './graph.js'
import type { NodeId } from './ids.js'
import type { Checked } from './issue.js'
import { pointer } from './pointer.js'

/** How a change of a live parameter reaches the stream. */
export interface LiveRoute {
  /** Nodes of values to compute anew, each after everything it reads. Empty where the node itself works per chunk. */
  readonly recompute: readonly NodeId[]
  /** Nodes that work per chunk and see the change at their next boundary. */
  readonly readers: ReadonlySet<NodeId>
}

/** Can this parameter change while the document runs, and what does the change pass through? */
export function liveRoute(
  graph: Pick<Graph, 'nodes'>,
  id: NodeId,
  param: string,
): Checked<{ readonly route: LiveRoute }> {
  const start = graph.nodes.get(id)
  const issue = (node: NodeId, message: string, port?: string) => ({
    ok: false as const,
    issues: [
      {
        code: 'not-live' as const,
        path: pointer('nodes', id, 'params', param),
        node,
        ...(port === undefined ? {} : { port }),
        message,
      },
    ],
  })
  if (start === undefined) return issue(id, `Node '${id}' is not in the document.`)
  const place = `Parameter '${param}' of node '${id}' (${start.entry.definition.title})`
  if (!isLive(start, param)) {
    return issue(
      id,
      `${place} cannot change during a run; its live parameters are: ${liveParams(start).join(', ') || 'none'}. Stop the run and start it anew.`,
    )
  }
  if (hasStream(start)) return { ok: true, route: { recompute: [], readers: new Set([id]) } }

  const changed = new Set([id])
  const readers = new Set<NodeId>()
  for (const node of graph.nodes.values()) {
    for (const [port, from] of node.inputs) {
      if (!changed.has(from.node)) continue
      if (!hasStream(node)) changed.add(node.id)
      else if (node.entry.definition.inputs[port]?.live === true) readers.add(node.id)
      else {
        return issue(
          node.id,
          `${place} cannot change during a run: node '${node.id}' (${node.entry.definition.title}) reads '${port}' only when it starts. Stop the run and start it anew.`,
          port,
        )
      }
    }
  }
  const waiting = [...changed].find((node) => dependsOnStream(graph, node))
  if (waiting !== undefined) {
    return issue(
      waiting,
      `${place} cannot change during a run: node '${waiting}' waits for a stream to end. Stop the run and start it anew.`,
    )
  }
  return { ok: true, route: { recompute: [...graph.nodes.keys()].filter((node) => changed.has(node)), readers } }
}

/** Does it read, directly or not, from a node that works per chunk? Then it is computed once, when its inputs are there. */
export function dependsOnStream({ nodes }: Pick<Graph, 'nodes'>, id: NodeId): boolean {
  const seen = new Set([id])
  for (const at of seen) {
    for (const { node: source } of nodes.get(at)?.inputs.values() ?? []) {
      const node = nodes.get(source)
      if (node !== undefined && hasStream(node)) return true
      seen.add(source)
    }
  }
  return false
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
