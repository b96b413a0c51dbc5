import { callRoute, type RunSummary } from '@frameloom/protocol'
import { followRun } from './follow-run.js'
import type { Studio } from './studio.js'

/**
 * Puts the document of a run on the canvas and watches the run; nothing where the page shows it. Where the document was deleted, the
 * run's own comes as a copy, and later that copy.
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
