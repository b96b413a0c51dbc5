import { frameloomColors, type ManifestNode, socketLook } from '@frameloom/rete-plugin'

/** Colour that stands for a node, near and far: of its first output, or of what it takes where it gives nothing. */
export function nodeColor(node: ManifestNode): string | undefined {
  const port = node.ports('output')[0] ?? node.ports('input')[0]
  return port && socketLook(port, frameloomColors).color
}
