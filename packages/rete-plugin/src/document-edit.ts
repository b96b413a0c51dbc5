import { type DocumentNode, type GraphDocument, type Wire, withoutNodes } from '@frameloom/graph'
import { wireId, type WireEnds, type WireFields } from './manifest-wire.js'
import type { WirePoint } from './wire-path.js'

/** The document with one more node, at the end. */
export const withNode = (document: GraphDocument, node: DocumentNode): GraphDocument => ({
  ...document,
  nodes: [...document.nodes, node],
})

/** The document without the node of this id and without all that names it: wires, planned changes, exchanges. */
export const withoutNode = (document: GraphDocument, id: string): GraphDocument => withoutNodes(document, new Set([id]))

/** What a wire has beside its ends. */
export interface WireRest {
  readonly points?: readonly WirePoint[]
  readonly fields?: WireFields
}

/** The document with a wire, or itself where it has one with these ends, or lacks a node of them. */
export function withWire(
  document: GraphDocument,
  ends: WireEnds,
  { points = [], fields = {} }: WireRest = {},
): GraphDocument {
  const id = wireId(ends)
  if (document.wires.some((wire) => wireId(wire) === id)) return document
  const nodeIds = new Map(document.nodes.map((node) => [String(node.id), node.id]))
  const from = nodeIds.get(ends.from.node)
  const to = nodeIds.get(ends.to.node)
  if (from === undefined || to === undefined) return document
  const wire: Wire = { ...fields, from: { node: from, port: ends.from.port }, to: { node: to, port: ends.to.port } }
  if (points.length > 0) wire.points = points.map((point) => ({ ...point, ...wholePixels(point) }))
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
  const left = new Map(positions)
  const nodes = document.nodes.map((node) => {
    const place = left.get(node.id)
    // Of two nodes of one id the first is the one that is shown.
    left.delete(node.id)
    if (place === undefined) return node
    const { x, y } = wholePixels(place)
    if (node.position?.x === x && node.position.y === y) return node
    moved = true
    return { ...node, position: { ...node.position, x, y } }
  })
  return moved ? { ...document, nodes } : document
}

/**
 * The document with wires, by id, led through other reroute points, or itself where all are led so already. Rounded to whole
 * pixels; without points a wire has no list of them.
 */
export function withRoutes(document: GraphDocument, routes: ReadonlyMap<string, readonly WirePoint[]>): GraphDocument {
  let changed = false
  const wires = document.wires.map((wire) => {
    const route = routes.get(wireId(wire))
    if (route === undefined) return wire
    const points = route.map((point) => ({ ...point, ...wholePixels(point) }))
    if (samePoints(points, wire.points ?? [])) return wire
    changed = true
    const { points: _before, ...rest } = wire
    return points.length === 0 ? rest : { ...rest, points }
  })
  return changed ? { ...document, wires } : document
}

export const samePoints = (a: readonly WirePoint[], b: readonly WirePoint[]): boolean =>
  a.length === b.length && a.every(({ x, y }, index) => x === b[index]?.x && y === b[index].y)

const wholePixels = ({ x, y }: WirePoint) => ({ x: Math.round(x), y: Math.round(y) })
