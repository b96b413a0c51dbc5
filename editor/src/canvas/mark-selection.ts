import { wirePointId } from '@frameloom/rete-plugin'
import type { Chosen } from '../graph/selection.js'
import type { MoveAlongOptions } from './move-along.js'

/** Marks selected nodes and wires by `data-selected` on their elements; a wire with another point selected is drawn anew. */
export function markSelection({ area, routes, selection }: MoveAlongOptions): () => void {
  function mark(now: Chosen, before: Chosen) {
    const changed = [...now.nodes, ...before.nodes].filter((id) => now.nodes.has(id) !== before.nodes.has(id))
    for (const id of changed) toggle(area.nodeViews.get(id)?.element, now.nodes.has(id))
    for (const id of before.wires) toggle(area.connectionViews.get(id)?.element, now.wires.has(id))
    for (const id of now.wires) toggle(area.connectionViews.get(id)?.element, true)
    if (now.points !== before.points) {
      const changedPoints = routes
        .all()
        .filter(({ wire, index }) => isIn(now.points, wire, index) !== isIn(before.points, wire, index))
      for (const wire of new Set(changedPoints.map((point) => point.wire))) void area.update('connection', wire)
    }
  }
  return selection.store.subscribe(mark)
}

const isIn = (points: ReadonlySet<string>, wire: string, index: number) => points.has(wirePointId(wire, index))

function toggle(element: HTMLElement | undefined, on: boolean): void {
  if (element === undefined) return
  if (on) element.dataset['selected'] = ''
  else delete element.dataset['selected']
}
