import type { FrameloomArea } from '@frameloom/rete-plugin'
import type { Selection } from '../graph/selection.js'

/** Pixels between the places where a dragged node rests; Alt sets it free. */
export const GRID = 12

export interface DragOptions {
  readonly area: FrameloomArea
  readonly selection: Selection
}

/** Dragged nodes rest on a grid and take the rest of the selection along. Picking a node selects it. */
export function dragNodes({ area, selection }: DragOptions): () => void {
  const held = { picked: '', ctrl: false, alt: false, along: false }
  const abort = new AbortController()
  const note = (event: PointerEvent) => {
    held.ctrl = event.ctrlKey || event.metaKey || event.shiftKey
    held.alt = event.altKey
  }
  addEventListener('pointerdown', note, { capture: true, signal: abort.signal })
  addEventListener('pointermove', note, { capture: true, signal: abort.signal })

  area.addPipe((signal) => {
    if (signal.type === 'nodepicked') {
      held.picked = signal.data.id
      if (held.ctrl) selection.toggle(held.picked)
      else if (!selection.nodes.has(held.picked)) selection.choose([held.picked])
    }
    if (signal.type === 'nodedragged') held.picked = ''
    if (signal.type === 'nodetranslate' && signal.data.id === held.picked && !held.alt) {
      const { x, y } = signal.data.position
      const position = { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
      return { ...signal, data: { ...signal.data, position } }
    }
    if (signal.type === 'nodetranslated' && signal.data.id === held.picked && !held.along) {
      const { position, previous } = signal.data
      held.along = true
      const by = { x: position.x - previous.x, y: position.y - previous.y }
      const others = selection.nodes.has(held.picked) ? [...selection.nodes].filter((id) => id !== held.picked) : []
      const moves = others.flatMap((id) => {
        const view = area.nodeViews.get(id)
        return view === undefined ? [] : [view.translate(view.position.x + by.x, view.position.y + by.y)]
      })
      held.along = false
      void Promise.all(moves)
    }
    return signal
  })
  return () => abort.abort()
}
