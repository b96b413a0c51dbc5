import type { FrameloomArea } from '@frameloom/rete-plugin'
import type { Chosen, Selection } from '../graph/selection.js'

/** Marks selected nodes and wires by `data-selected` on their elements, without rendering anything. */
export function markSelection(area: FrameloomArea, selection: Selection): () => void {
  function mark(now: Chosen, before: Chosen) {
    const changed = [...now.nodes, ...before.nodes].filter((id) => now.nodes.has(id) !== before.nodes.has(id))
    for (const id of changed) toggle(area.nodeViews.get(id)?.element, now.nodes.has(id))
    for (const id of before.wires) toggle(area.connectionViews.get(id)?.element, now.wires.has(id))
    for (const id of now.wires) toggle(area.connectionViews.get(id)?.element, true)
  }
  return selection.store.subscribe(mark)
}

function toggle(element: HTMLElement | undefined, on: boolean): void {
  if (element === undefined) return
  if (on) element.dataset['selected'] = ''
  else delete element.dataset['selected']
}
