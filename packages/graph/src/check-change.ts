import { checkParams, type Params, unknownParam } from './check-params.js'
import { unknownNode } from './check-wires.js'
import type { Graph } from './graph.js'
import type { NodeId } from './ids.js'
import type { Checked, GraphIssue } from './issue.js'
import type { JsonObject, JsonValue } from './json.js'
import { type LiveRoute, liveRoute } from './live-route.js'

/** A change of one live parameter of a running document. */
export interface ParamChange {
  readonly node: NodeId
  readonly param: string
  readonly value: JsonValue
}

/** A change that may be made: what the node's parameters become, and how they reach the stream. */
export interface CheckedChange {
  readonly written: JsonObject
  readonly params: Params
  readonly route: LiveRoute
}

export interface ChangeContext {
  readonly graph: Pick<Graph, 'nodes'>
  /** The node's parameters as written and as they hold before the change. */
  readonly before: (node: NodeId) => JsonObject
  /** JSON Pointer of what asks for the change; empty outside a document. */
  readonly path: string
  /** What asks for it, for messages: `The timeline`, `The change`. */
  readonly holder: string
}

/** Checks a change against the node's schema and against what can be live. */
export function checkChange(change: ParamChange, context: ChangeContext): Checked<CheckedChange> {
  const { node: id, param, value } = change
  const { graph, path, holder } = context
  const node = graph.nodes.get(id)
  if (node === undefined) return refused([unknownNode({ node: id, path, holder }, graph.nodes.keys())])
  if (!Object.hasOwn(node.entry.definition.params.shape, param)) {
    return refused([unknownParam({ node: id, entry: node.entry, name: param, path })])
  }
  const written = { ...context.before(id), [param]: value }
  const checked = checkParams({ node: id, written, entry: node.entry, path })
  const routed = liveRoute(graph, id, param)
  const issues = [...(checked.ok ? [] : checked.issues), ...(routed.ok ? [] : routed.issues)]
  if (!checked.ok || !routed.ok) return refused(issues.map((issue) => ({ ...issue, path })))
  return { ok: true, written, params: checked.params, route: routed.route }
}

const refused = (issues: readonly GraphIssue[]) => ({ ok: false as const, issues })
