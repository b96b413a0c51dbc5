import type { GraphDocument } from '@frameloom/graph'
import { wireId, wirePointId, withRoutes } from '@frameloom/rete-plugin'
import type { Edit, Point } from './edits.js'
import type { FrameBox } from './frames.js'

/** A reroute point of a wire. */
export interface RoutePoint extends Point {
  /** Names it by its wire and its index. */
  readonly id: string
  readonly wire: string
  readonly index: number
}

/** All reroute points, wire by wire, from its output to its input. */
export const pointsOf = ({ wires }: Pick<GraphDocument, 'wires'>): readonly RoutePoint[] =>
  wires.flatMap((wire) => {
    const id = wireId(wire)
    return (wire.points ?? []).map(({ x, y }, index) => ({ id: wirePointId(id, index), wire: id, index, x, y }))
  })

/** The wires stay, led through the points that are left. */
export const removePoints = (ids: ReadonlySet<string>): Edit => rerouted(ids, () => undefined)

/** Moves points by the same way. */
export const movePoints = (ids: ReadonlySet<string>, by: Point): Edit =>
  rerouted(ids, ({ x, y }) => ({ x: x + by.x, y: y + by.y }))

export const placePoint = (id: string, place: Partial<Point>): Edit =>
  rerouted(new Set([id]), ({ x, y }) => ({ x, y, ...place }))

/** Removes every reroute point of these wires, or of all. */
export const straightened =
  (wires?: ReadonlySet<string>): Edit =>
  (document) =>
    removePoints(
      new Set(pointsOf(document).flatMap(({ id, wire }) => (wires === undefined || wires.has(wire) ? [id] : []))),
    )(document)

/** The points that lie in a frame. */
export function pointsInside(document: GraphDocument, { x, y, width, height }: FrameBox): ReadonlySet<string> {
  const inside = pointsOf(document).filter(
    (point) => point.x >= x && point.y >= y && point.x <= x + width && point.y <= y + height,
  )
  return new Set(inside.map(({ id }) => id))
}

/** @param change a new place for each of these points, or nothing to remove it */
const rerouted =
  (ids: ReadonlySet<string>, change: (point: Point) => Point | undefined): Edit =>
  (document) => {
    const routes = document.wires.flatMap((wire): [string, readonly Point[]][] => {
      const { points = [] } = wire
      const id = wireId(wire)
      const left = points.flatMap((point, index) => {
        if (!ids.has(wirePointId(id, index))) return [point]
        const place = change(point)
        return place === undefined ? [] : [{ ...point, ...place }]
      })
      return points.length === 0 ? [] : [[id, left]]
    })
    return withRoutes(document, new Map(routes))
  }
