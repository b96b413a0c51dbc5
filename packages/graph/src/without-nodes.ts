import type { GraphDocument } from './document.js'

/**
 * The document without these nodes and without all that names one of them: wires, planned changes, exchanges. A list of
 * plans that ends up empty goes.
 */
export function withoutNodes(document: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  const { nodes, wires, timeline = [], exchanges = [], ...rest } = document
  const stays = ({ from, to }: Ends): boolean => !ids.has(from.node) && !ids.has(to.node)
  const changes = timeline.filter(({ node }) => !ids.has(node))
  const swaps = exchanges.filter(stays)
  return {
    ...rest,
    nodes: nodes.filter(({ id }) => !ids.has(id)),
    wires: wires.filter(stays),
    ...(changes.length > 0 && { timeline: changes }),
    ...(swaps.length > 0 && { exchanges: swaps }),
  }
}

interface Ends {
  readonly from: { readonly node: string }
  readonly to: { readonly node: string }
}
