import { type Catalog, type Graph, horizonParams } from '@frameloom/graph'

/** Length of the video in chunks, as its nodes declare it; 0: endless. */
export function horizonOf(graph: Graph, catalog: Catalog): number {
  const lengths = horizonParams(graph.document, catalog).map(({ node, param }) =>
    Number(graph.nodes.get(node)?.params[param]),
  )
  return lengths.includes(0) ? 0 : Math.max(0, ...lengths)
}
