import type { DocumentNode, GraphDocument, Wire } from '@frameloom/graph'
import { wireId, type WireEnds } from './manifest-wire.js'

/** The document with one more node, at the end. */
export const withNode = (document: GraphDocument, node: DocumentNode): GraphDocument => ({
  ...document,
  nodes: [...document.nodes, node],
})

/** The document without the nodes of these ids. Their wires stay: remove them first. */
export const withoutNode = (document: GraphDocument, id: string): GraphDocument => ({
  ...document,
  nodes: document.nodes.filter((node) => node.id !== id),
})

/** The document with a wire, or itself where it has one with these ends. */
export function withWire(document: GraphDocument, ends: WireEnds): GraphDocument {
  const id = wireId(ends)
  if (document.wires.some((wire) => wireId(wire) === id)) return document
  const nodeIds = new Map(document.nodes.map((node) => [String(node.id), node.id]))
  const from = nodeIds.get(ends.from.node)
  const to = nodeIds.get(ends.to.node)
  if (from === undefined || to === undefined) return document
  const wire: Wire = { from: { node: from, port: ends.from.port }, to: { node: to, port: ends.to.port } }
  return { ...document, wires: [...document.wires, wire] }
}

/** The document without the wires between these ends, or itself where it has none. */
export function withoutWire(document: GraphDocument, ends: WireEnds): GraphDocument {
  const id = wireId(ends)
  const wires = document.wires.filter((wire) => wireId(wire) !== id)
  return wires.length === document.wires.length ? document : { ...document, wires }
}

/** The document with nodes at new places, or itself where all stand there already. Rounded to whole pixels. */
export function withPositions(
  document: GraphDocument,
  positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
): GraphDocument {
  let moved = false
  const nodes = document.nodes.map((node) => {
    const place = positions.get(node.id)
    if (place === undefined) return node
    const [x, y] = [Math.round(place.x), Math.round(place.y)]
    if (node.position?.x === x && node.position.y === y) return node
    moved = true
    return { ...node, position: { ...node.position, x, y } }
  })
  return moved ? { ...document, nodes } : document
}
