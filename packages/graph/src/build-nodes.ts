import type { TypedNode } from './check-nodes.js'
import type { Wire } from './document.js'
import type { GraphNode, PortRef } from './graph.js'
import type { NodeId } from './ids.js'
import { orderNodes } from './order.js'

/** Ties nodes together by their sound wires, each after everything it reads; nodes on or behind a cycle come last. */
export function buildNodes(
  typed: readonly TypedNode[],
  wires: readonly Wire[],
): { nodes: Map<NodeId, GraphNode>; cycles: readonly (readonly NodeId[])[] } {
  const inputs = new Map<NodeId, Map<string, PortRef>>(typed.map(({ node }) => [node.id, new Map()]))
  const readers = new Map<NodeId, { port: string; to: PortRef }[]>(typed.map(({ node }) => [node.id, []]))
  for (const { from, to } of wires) {
    inputs.get(to.node)?.set(to.port, from)
    readers.get(from.node)?.push({ port: from.port, to })
  }
  const sources = new Map([...inputs].map(([id, wired]) => [id, [...wired.values()].map(({ node }) => node)]))
  const { order, cycles } = orderNodes(sources)
  const place = new Map(order.map((id, index) => [id, index]))
  const placeOf = ({ node }: TypedNode): number => place.get(node.id) ?? typed.length
  const nodes = typed
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(({ node, entry, params }): [NodeId, GraphNode] => [
      node.id,
      {
        id: node.id,
        entry,
        written: node.params ?? {},
        params,
        inputs: inputs.get(node.id) ?? new Map<string, PortRef>(),
        readers: readers.get(node.id) ?? [],
      },
    ])
  return { nodes: new Map(nodes), cycles }
}
