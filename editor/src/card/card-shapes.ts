import type { DocumentNode, GraphDocument, NodeManifest } from '@frameloom/graph'

/**
 * What decides how high the cards of a document are: the type of the node, whether it is folded, how long its lists are, and what its
 * readers draw on it. By node.
 */
export function cardShapes(
  { nodes, wires }: Pick<GraphDocument, 'nodes' | 'wires'>,
  manifests: ReadonlyMap<string, NodeManifest>,
): ReadonlyMap<string, string> {
  const types = new Map(nodes.map(({ id, type }) => [id, type]))
  const views = new Map<string, Set<string>>()
  for (const { from, to } of wires) {
    const view = manifests.get(types.get(to.node) ?? '')?.insights?.[to.port]
    if (view !== undefined) views.set(from.node, (views.get(from.node) ?? new Set()).add(view))
  }
  return new Map(nodes.map((node) => [node.id, shapeOf(node, [...(views.get(node.id) ?? [])].toSorted())]))
}

function shapeOf(node: DocumentNode, views: readonly string[]): string {
  const lists = Object.entries(node.params ?? {}).flatMap(([name, value]) =>
    Array.isArray(value) ? [`${name}:${value.length}`] : [],
  )
  return [node.type, node['collapsed'] === true ? 'folded' : 'open', ...lists, ...views].join(' ')
}
