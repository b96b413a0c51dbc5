import type { DocumentNode, GraphDocument } from '@frameloom/graph'

/** The nodes, each after everything it reads where there is no cycle; otherwise in the order of the document. */
export function inReadingOrder({ nodes, wires }: GraphDocument): readonly DocumentNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const done = new Set<DocumentNode>()
  const open = new Set<DocumentNode>()
  function visit(node: DocumentNode) {
    if (done.has(node) || open.has(node)) return
    open.add(node)
    for (const { from, to } of wires) {
      const source = to.node === node.id ? byId.get(from.node) : undefined
      if (source !== undefined) visit(source)
    }
    done.add(node)
  }
  for (const node of nodes) visit(node)
  return [...done]
}
