import type { DocumentNode, NodeManifest } from '@frameloom/graph'
import type { Edit } from './edits.js'

/** Lets all of these nodes' inputs through in their place, or none where all are bypassed already. */
export const toggleBypassed =
  (ids: ReadonlySet<string>): Edit =>
  (document) => {
    const on = document.nodes.some((node) => ids.has(node.id) && node.bypassed !== true)
    const nodes = document.nodes.map((node): DocumentNode => {
      if (!ids.has(node.id)) return node
      const { bypassed: _old, ...rest } = node
      return on ? { ...rest, bypassed: true } : rest
    })
    return { ...document, nodes }
  }

/** Why a node cannot be bypassed, in one sentence; nothing where it can. */
export function whyNotBypass(
  node: Pick<DocumentNode, 'title' | 'type'>,
  manifest: NodeManifest | undefined,
): string | undefined {
  const name = node.title ?? manifest?.title ?? node.type
  if (manifest === undefined) return `${name} cannot be bypassed: its node type is not installed here.`
  if (manifest.passes !== undefined) return undefined
  return `${name} cannot be bypassed: none of its inputs can stand in for its outputs.`
}
