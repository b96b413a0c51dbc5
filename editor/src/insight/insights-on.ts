import type { GraphDocument, NodeManifest } from '@frameloom/graph'

/** A view that another node's insights are drawn with, on the node wired to it. */
export interface InsightOn {
  readonly view: string
  /** The node that reports. */
  readonly reader: string
}

/** What is drawn on a node: for every wire from it, what the node at the other end declares for that input. */
export function insightsOn(
  id: string,
  document: Pick<GraphDocument, 'nodes' | 'wires'>,
  manifests: ReadonlyMap<string, NodeManifest>,
): readonly InsightOn[] {
  return document.wires.flatMap(({ from, to }) => {
    if (from.node !== id) return []
    const reader = document.nodes.find((node) => node.id === to.node)
    const view = manifests.get(reader?.type ?? '')?.insights?.[to.port]
    return view === undefined ? [] : [{ view, reader: to.node }]
  })
}

/** Is anything drawn on a node, before a run or in one? */
export function hasInsights(
  id: string,
  document: Pick<GraphDocument, 'nodes' | 'wires'>,
  manifests: ReadonlyMap<string, NodeManifest>,
): boolean {
  const type = document.nodes.find((node) => node.id === id)?.type ?? ''
  return manifests.get(type)?.sketch !== undefined || insightsOn(id, document, manifests).length > 0
}
