import { callRoute, type RunSummary } from '@frameloom/protocol'
import { followRun } from './follow-run.js'
import type { Studio } from './studio.js'

/**
 * Opens the document of a run and watches the run; does nothing if the page shows it already. If the document was deleted,
 * the run's own is opened as a copy, and that copy again the next time.
 */
export async function openRun(studio: Studio, { run, documentId }: RunSummary): Promise<void> {
  const { library, kept } = studio
  if (studio.run.view?.run === run) return
  await library.refresh()
  const { documents, current } = library.store.getState()
  const copyOf = `frameloom-copy-of ${run}`
  const known = [documentId, kept.browser.read(copyOf)].find((wanted) => documents.some(({ id }) => id === wanted))
  if (known === undefined) {
    const { document } = await callRoute('readRunDocument', { params: { id: run } })
    await library.openCopy(document)
    kept.browser.write(copyOf, library.store.getState().current?.id)
  } else if (known !== current?.id) await library.openDocument(known)
  await followRun(studio, run)
}
