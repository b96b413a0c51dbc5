import { type Graph, type GraphNode, hasStream, type NodeId } from '@frameloom/graph'

/**
 * The nodes that a run executes, each after everything it reads: those that work on streams, those without outputs, and
 * all that these read from. A value that nobody would see is not computed.
 */
export function takingPart({ nodes }: Graph): Map<NodeId, GraphNode> {
  const needed = new Set<NodeId>()
  for (const node of [...nodes.values()].reverse()) {
    if (!needed.has(node.id) && !hasStream(node) && node.entry.manifest.outputs.length > 0) continue
    needed.add(node.id)
    for (const { node: source } of node.inputs.values()) needed.add(source)
  }
  return new Map([...nodes].filter(([id]) => needed.has(id)))
}
