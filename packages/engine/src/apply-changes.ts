import {
  type Checked,
  checkChange,
  type Graph,
  type JsonObject,
  type NodeId,
  type ParamChange,
  type Params,
} from '@frameloom/graph'

/** Parameters of the nodes that changed since the start. */
export interface ChangedParams {
  /** As written. */
  readonly written: ReadonlyMap<NodeId, JsonObject>
  /** As executors read them. */
  readonly params: ReadonlyMap<NodeId, Params>
}

export interface AppliedChanges extends ChangedParams {
  /** Nodes of values to compute anew. */
  readonly recompute: ReadonlySet<NodeId>
}

/** Applies changes one after the other; the first that cannot be made refuses all. */
export function applyChanges(
  graph: Graph,
  start: ChangedParams,
  changes: readonly ParamChange[],
): Checked<AppliedChanges> {
  const written = new Map(start.written)
  const params = new Map(start.params)
  const recompute = new Set<NodeId>()
  const before = (id: NodeId): JsonObject => written.get(id) ?? graph.nodes.get(id)?.written ?? {}
  for (const change of changes) {
    const checked = checkChange(change, { graph, before, path: '', holder: 'The change' })
    if (!checked.ok) return checked
    written.set(change.node, checked.written)
    params.set(change.node, checked.params)
    for (const id of checked.route.recompute) recompute.add(id)
  }
  return { ok: true, written, params, recompute }
}
