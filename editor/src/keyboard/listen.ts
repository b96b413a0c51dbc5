import { pasteText, removeSelection, selectionText } from '../studio/commands.js'
import type { Studio } from '../studio/studio.js'
import { chordOf } from './chord.js'
import { ownsKeys, takesText } from './own-keys.js'
import { type Shortcut, shortcuts } from './shortcuts.js'

/** Listens to the keys and to the browser's copy, cut and paste, for the whole page. Returns how to stop that. */
export function listenToKeys(studio: Studio): () => void {
  const abort = new AbortController()
  const { signal } = abort
  const pointer = { x: 0, y: 0 }
  const held: { key?: string; shortcut?: Shortcut | undefined } = {}
  addEventListener('keydown', key, { signal })
  addEventListener('keyup', released, { signal })
  addEventListener('blur', forgetHeld, { signal })
  // Before anybody on the page keeps the press to himself.
  addEventListener('pointerdown', forgetHeld, { signal, capture: true })
  addEventListener('pointermove', ({ clientX, clientY }) => Object.assign(pointer, { x: clientX, y: clientY }), {
    signal,
  })
  document.addEventListener('copy', copy, { signal })
  document.addEventListener('cut', cut, { signal })
  document.addEventListener('paste', paste, { signal })

  function key(event: KeyboardEvent) {
    if (event.defaultPrevented || isCovered()) return
    const chord = chordOf(event)
    const found = shortcuts.find(({ keys }) => keys.includes(chord))
    if (found === undefined || (found.always !== true && ownsKeys(event.target, event))) return
    event.preventDefault()
    if (found.onRelease === true) {
      if (!event.repeat) Object.assign(held, { key: event.key, shortcut: found })
    } else if (!event.repeat || found.once !== true) found.run(studio)
  }

  function released(event: KeyboardEvent) {
    if (event.key !== held.key) return
    const { shortcut } = held
    forgetHeld()
    if (!isCovered()) shortcut?.run(studio)
  }

  function forgetHeld() {
    delete held.key
    delete held.shortcut
  }

  function isCovered(): boolean {
    const { dialog, menu, palette } = studio.ui.getState()
    return dialog !== undefined || menu !== undefined || palette !== undefined
  }

  function copy(event: ClipboardEvent) {
    const text = isCovered() || takesText(event.target) || hasTextSelected() ? undefined : selectionText(studio)
    if (text === undefined) return false
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    return true
  }

  function cut(event: ClipboardEvent) {
    if (copy(event)) removeSelection(studio)
  }

  function paste(event: ClipboardEvent) {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (isCovered() || takesText(event.target) || text === '') return
    event.preventDefault()
    const { canvas } = studio.stage
    const over = canvas?.element.matches(':hover') === true ? canvas.toCanvas(pointer) : undefined
    if (!pasteText(studio, text, over))
      studio.notices.say('What was copied is not a graph: copy nodes, or the text of a document.')
  }

  return () => abort.abort()
}

const hasTextSelected = (): boolean => getSelection()?.isCollapsed === false
