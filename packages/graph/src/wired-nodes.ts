import type { GraphNode, PortRef } from './graph.js'
import type { NodeId } from './ids.js'
import { orderNodes } from './order.js'

/**
 * Nodes with what feeds their inputs and what reads their outputs, in the order of `wires`. Each comes after everything it
 * reads; those on or behind a cycle come last.
 * @param wires one at most into each input
 */
export function wiredNodes(
  nodes: ReadonlyMap<NodeId, Omit<GraphNode, 'inputs' | 'readers'>>,
  wires: readonly { readonly from: PortRef; readonly to: PortRef }[],
): { nodes: Map<NodeId, GraphNode>; cycles: readonly (readonly NodeId[])[] } {
  const inputs = new Map(Array.from(nodes.keys(), (id) => [id, new Map<string, PortRef>()]))
  const readers = new Map<NodeId, { port: string; to: PortRef }[]>(Array.from(nodes.keys(), (id) => [id, []]))
  for (const { from, to } of wires) {
    inputs.get(to.node)?.set(to.port, from)
    readers.get(from.node)?.push({ port: from.port, to })
  }
  const sources = new Map(Array.from(inputs, ([id, fed]) => [id, Array.from(fed.values(), ({ node }) => node)]))
  const { order, cycles } = orderNodes(sources)
  const wired = new Map<NodeId, GraphNode>()
  for (const id of new Set([...order, ...nodes.keys()])) {
    const node = nodes.get(id)
    if (node === undefined) continue
    wired.set(id, { ...node, inputs: inputs.get(id) ?? new Map<string, PortRef>(), readers: readers.get(id) ?? [] })
  }
  return { nodes: wired, cycles }
}
