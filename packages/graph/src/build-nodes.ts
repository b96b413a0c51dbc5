import type { TypedNode } from './check-nodes.js'
import type { Wire } from './document.js'
import type { GraphNode } from './graph.js'
import type { NodeId } from './ids.js'
import { wiredNodes } from './wired-nodes.js'

/** Ties nodes together by their sound wires, each after everything it reads; nodes on or behind a cycle come last. */
export function buildNodes(
  typed: readonly TypedNode[],
  wires: readonly Wire[],
): { nodes: Map<NodeId, GraphNode>; cycles: readonly (readonly NodeId[])[] } {
  const nodes = typed.map(
    ({ node, entry, params }) => [node.id, { id: node.id, entry, written: node.params ?? {}, params }] as const,
  )
  return wiredNodes(new Map(nodes), wires)
}
