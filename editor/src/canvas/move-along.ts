import { type FrameloomArea, wirePointId, type WirePointRef, type WireRoutes } from '@frameloom/rete-plugin'
import type { Point } from '../graph/edits.js'
import type { Selection } from '../graph/selection.js'

export interface MoveAlongOptions {
  readonly area: FrameloomArea
  readonly routes: WireRoutes
  readonly selection: Selection
}

/** What a hand moves: a node by id, or a reroute point. */
export type Moved = string | WirePointRef

/** Takes the rest of the selection along with one of it that a hand moved by a way. */
export function moveAlong(
  { area, routes, selection: { nodes, points } }: MoveAlongOptions,
  moved: Moved,
  by: Point,
): void {
  const id = typeof moved === 'string' ? moved : wirePointId(moved.wire, moved.index)
  if (!(typeof moved === 'string' ? nodes : points).has(id)) return
  const others = [...nodes].filter((node) => node !== id)
  void Promise.all(
    others.flatMap((node) => {
      const view = area.nodeViews.get(node)
      return view === undefined ? [] : [view.translate(view.position.x + by.x, view.position.y + by.y)]
    }),
  )
  routes.move(new Set([...points].filter((point) => point !== id)), by)
}
