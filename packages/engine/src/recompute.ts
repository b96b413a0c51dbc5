import { executedNodes, type GraphNode, hasStream, lateValues, type NodeId } from '@frameloom/graph'
import type { AppliedChanges } from './apply-changes.js'
import type { Held, NodeValues } from './node-values.js'
import type { Lease } from './output-store.js'
import type { RunLog } from './run-log.js'
import { releaseAll } from './scope.js'

/** The latest values, and what is to hold in their place. */
export type Computing = Held & Pick<AppliedChanges, 'recompute'>

type Leases = ReadonlyMap<NodeId, Lease>

/**
 * The latest values for a graph: those of nodes that it executes no more are left out, those that are missing are computed, and
 * some are computed anew. Where one fails, none is kept.
 * @throws NodeFailure
 */
export async function recomputed(values: NodeValues, computing: Computing, log: RunLog): Promise<Leases> {
  const { graph, written, params, recompute } = computing
  const nodes = executedNodes(graph)
  const late = lateValues(graph)
  const leases = new Map([...computing.leases].filter(([id]) => nodes.has(id)))
  const isMissing = (node: GraphNode): boolean => !hasStream(node) && !late.has(node.id) && !leases.has(node.id)
  const stale = [...nodes.values()].filter((node) => recompute.has(node.id) || isMissing(node))
  const made: Lease[] = []
  try {
    for (const node of stale) {
      const began = log.ms
      const lease = await values.compute(node, { graph, written, params, leases })
      made.push(lease)
      leases.set(node.id, lease)
      log.emit({ type: 'node-finished', node: node.id, ms: log.ms - began, reused: lease.reused })
    }
  } catch (error) {
    await releaseAll([...made])
    throw error
  }
  return leases
}

/** Releases what was computed for a change that is refused after all, and is none of the `latest` values. */
export async function discard(leases: Leases, latest: Leases): Promise<void> {
  const kept = new Set(latest.values())
  await releaseAll([...leases.values()].filter((lease) => !kept.has(lease)))
}
