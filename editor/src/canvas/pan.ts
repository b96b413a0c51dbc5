import type { AreaPlugin } from 'rete-area-plugin'
import type { Scheme, AreaSignals } from '@frameloom/rete-plugin'
import { ownsKeys } from '../keyboard/own-keys.js'

/** Moves the view while the middle button, or Space and the left one, or one finger on empty canvas is held. */
export function panWithPointer(area: AreaPlugin<Scheme, AreaSignals>): () => void {
  const { container } = area
  const held = { space: false }
  const abort = new AbortController()
  const { signal } = abort

  container.addEventListener('pointerdown', down, { capture: true, signal })
  addEventListener('keydown', (event) => key(event, true), { signal })
  addEventListener('keyup', (event) => key(event, false), { signal })
  addEventListener('blur', () => (held.space = false), { signal })

  function key(event: KeyboardEvent, pressed: boolean) {
    if (event.key !== ' ' || (pressed && ownsKeys(event.target, event))) return
    held.space = pressed
    container.dataset['hand'] = pressed ? 'open' : ''
  }

  function down(event: PointerEvent) {
    const empty = event.target instanceof Element && event.target.closest('.card, .fl-point') === null
    const pans = event.button === 1 || (event.button === 0 && (held.space || (event.pointerType === 'touch' && empty)))
    if (!pans) return
    event.preventDefault()
    if (event.pointerType !== 'touch') event.stopPropagation()
    const start = { ...area.area.transform, clientX: event.clientX, clientY: event.clientY }
    const gesture = new AbortController()
    const options = { signal: AbortSignal.any([gesture.signal, signal]) }
    container.dataset['hand'] = 'closed'
    addEventListener('pointermove', move, options)
    addEventListener('pointerup', end, options)
    addEventListener('pointercancel', end, options)

    function move({ clientX, clientY }: PointerEvent) {
      // By whole pixels, so that what is painted can be shifted as it is.
      const [dx, dy] = [Math.round(clientX - start.clientX), Math.round(clientY - start.clientY)]
      void area.area.translate(start.x + dx, start.y + dy)
    }
    function end() {
      gesture.abort()
      container.dataset['hand'] = held.space ? 'open' : ''
    }
  }

  return () => abort.abort()
}
