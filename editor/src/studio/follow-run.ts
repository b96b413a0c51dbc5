import { callRoute } from '@frameloom/protocol'
import { playedDocument } from '../run/played-document.js'
import { isActive } from '../run/run-state.js'
import type { Studio } from './studio.js'

/** Another document was opened: the page leaves its run at once, and watches the one that plays what was opened. */
export function followOpened(studio: Studio): void {
  followRun(studio).catch((cause: unknown) => studio.notices.fail(cause))
}

/** Watches the newest run of the open document that still plays, for example after a reload; else none. */
export async function followRun({ library, run, live, graph }: Studio): Promise<void> {
  run.forget()
  const { opened } = graph.store.getState()
  const { current } = library.store.getState()
  if (current === undefined) return
  const { runs } = await callRoute('listRuns', {})
  const playing = runs.find((one) => one.documentId === current.id && isActive(one))
  if (playing === undefined) return
  const { document: played } = await callRoute('readRunDocument', { params: { id: playing.run } })
  // Meanwhile another document was opened, or a run started here.
  if (graph.store.getState().opened !== opened || run.view !== undefined) return
  const { document } = graph
  live.began(playing.run, document, playedDocument(played, document))
  await run.watch(playing.run)
}
