import type { Studio } from './studio.js'

/** What a node is called: its own title, that of its type, or its id. */
export function titleOf({ graph, manifests }: Studio, id: string): string {
  const node = graph.store.getState().nodes.get(id)
  return (node && (node.title ?? manifests.get(node.type)?.title)) ?? id
}
