import { openFile } from './open-file.js'
import type { Studio } from './studio.js'

/**
 * Marks the page while a file is held over it. A file dropped beside the canvas opens as if dropped on it; left to itself,
 * the browser would navigate away from the studio. Covered parts of the page accept no drop. Returns how to stop.
 */
export function catchDrops(studio: Studio): () => void {
  const abort = new AbortController()
  const { signal } = abort
  addEventListener('dragover', over, { signal })
  addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && mark(false), { signal })
  // Before anything that keeps the event to itself.
  addEventListener('drop', () => mark(false), { signal, capture: true })
  addEventListener('drop', drop, { signal })

  function over(event: DragEvent) {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    mark(studio.ui.getState().dialog === undefined)
  }

  function mark(isOver: boolean) {
    if (studio.ui.getState().fileOver !== isOver) studio.ui.setState({ fileOver: isOver })
  }

  function drop(event: DragEvent) {
    const [file] = event.dataTransfer?.files ?? []
    if (event.defaultPrevented || file === undefined) return
    event.preventDefault()
    if (studio.ui.getState().dialog === undefined) void openFile(studio, file)
  }

  return () => abort.abort()
}
