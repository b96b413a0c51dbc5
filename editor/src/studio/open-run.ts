import { callRoute, type RunSummary } from '@frameloom/protocol'
import { followRun } from './follow-run.js'
import type { Studio } from './studio.js'

/** Puts the document of a run on the canvas and watches the run. Where the document was deleted, the run's own comes as a copy. */
export async function openRun(studio: Studio, { run, documentId }: RunSummary): Promise<void> {
  const { library } = studio
  await library.refresh()
  const { documents, current } = library.store.getState()
  if (documentId === undefined || !documents.some(({ id }) => id === documentId)) {
    const { document } = await callRoute('readRunDocument', { params: { id: run } })
    await library.openCopy(document)
  } else if (documentId !== current?.id) await library.openDocument(documentId)
  await followRun(studio, run)
}
