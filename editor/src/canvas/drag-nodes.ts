import type { Point } from '../graph/edits.js'
import { moveAlong, type MoveAlongOptions } from './move-along.js'

/** Pixels between the places where a dragged node rests; Alt sets it free. */
export const GRID = 12

/** Where something dragged rests. */
export const onGrid = ({ x, y }: Point): Point => ({ x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID })

/** Dragged nodes rest on a grid and take the rest of the selection along. Picking a node selects it. */
export function dragNodes(options: MoveAlongOptions): () => void {
  const { area, selection } = options
  const held = { picked: '', ctrl: false, alt: false }
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
    const isGone = signal.type === 'noderemoved' && signal.data.id === held.picked
    if (signal.type === 'nodedragged' || isGone) held.picked = ''
    if (signal.type === 'nodetranslate' && signal.data.id === held.picked && !held.alt) {
      return { ...signal, data: { ...signal.data, position: onGrid(signal.data.position) } }
    }
    if (signal.type === 'nodetranslated' && signal.data.id === held.picked) {
      const { position, previous } = signal.data
      moveAlong(options, held.picked, { x: position.x - previous.x, y: position.y - previous.y })
    }
    return signal
  })
  return () => abort.abort()
}
