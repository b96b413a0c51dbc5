import type { ManifestNode, Side } from './manifest-node.js'

/**
 * Sizes of a node card, in pixels at zoom 1. Wires are drawn from these numbers without asking the browser, so a card
 * must keep them: ports are rows of fixed height right under the title, whatever is below may have any height.
 */
export interface NodeGeometry {
  readonly width: number
  /** Of nodes that show pictures. */
  readonly previewWidth: number
  readonly titleHeight: number
  readonly rowHeight: number
  /** Between the title and the first row. */
  readonly rowsTop: number
}

/** The geometry of `style.css`. */
export const nodeGeometry: NodeGeometry = { width: 256, previewWidth: 420, titleHeight: 36, rowHeight: 24, rowsTop: 6 }

/** How wide the card of a node is. */
export const cardWidth = ({ manifest }: ManifestNode, geometry: NodeGeometry = nodeGeometry): number =>
  manifest?.preview === true ? geometry.previewWidth : geometry.width

/** Where the middle of a port is, from the upper left corner of its card. */
export function portOffset(
  { node, side, port }: { readonly node: ManifestNode; readonly side: Side; readonly port: string },
  geometry: NodeGeometry = nodeGeometry,
): { x: number; y: number } {
  const x = side === 'output' ? cardWidth(node, geometry) : 0
  if (node.collapsed) return { x, y: geometry.titleHeight / 2 }
  const row = Object.keys(side === 'input' ? node.inputs : node.outputs).indexOf(port)
  const { titleHeight, rowsTop, rowHeight } = geometry
  return { x, y: titleHeight + rowsTop + (Math.max(row, 0) + 0.5) * rowHeight }
}

/** Height of the title and the port rows together. */
export function portsHeight(node: ManifestNode, geometry: NodeGeometry = nodeGeometry): number {
  const { titleHeight, rowsTop, rowHeight } = geometry
  if (node.collapsed) return titleHeight
  const rows = Math.max(Object.keys(node.inputs).length, Object.keys(node.outputs).length)
  return titleHeight + rowsTop * 2 + rows * rowHeight
}
