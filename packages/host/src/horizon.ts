import { type Catalog, type Graph, horizonParams } from '@frameloom/graph'

/** Length of the video in chunks, as the nodes declare it that run; 0: endless. */
export function horizonOf(graph: Graph, catalog: Catalog): number {
  const lengths = horizonParams(graph.document, catalog).flatMap(({ node, param }) => {
    const running = graph.nodes.get(node)
    return running === undefined ? [] : [Number(running.params[param])]
  })
  return lengths.includes(0) ? 0 : Math.max(0, ...lengths)
}
