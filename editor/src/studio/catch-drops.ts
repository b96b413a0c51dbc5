import { openFile } from './open-file.js'
import type { Studio } from './studio.js'

/**
 * Marks that a file is held over the page, which would open it. One that is let go beside the canvas is opened as on it; a browser by itself would leave the studio for the file. What the page
 * has covered takes none. Returns how to stop that.
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
