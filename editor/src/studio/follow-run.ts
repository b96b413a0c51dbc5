import { callRoute, type RunView } from '@frameloom/protocol'
import { isActive } from '../run/channel-state.js'
import { playedDocument } from '../run/played-document.js'
import type { Studio } from './studio.js'

/**
 * Another document was opened: the page leaves its run at once, says so where that goes on, and watches the newest run of what was
 * opened.
 */
export function followOpened(studio: Studio): void {
  const { run, notices, ui } = studio
  const left = run.view
  followRun(studio)
    .then(() => {
      if (left === undefined || !isActive(left) || run.view?.run === left.run) return
      const text = `“${left.title}” continues without this page.`
      notices.offer(text, { label: 'Runs', run: () => ui.setState({ panel: 'runs' }) })
    })
    .catch((cause: unknown) => notices.fail(cause))
}

/**
 * Watches a run of the document on the canvas, for example after a reload: the one asked for, else the newest that plays,
 * else the newest, to show its pictures and how it ended. Watching changes nothing in a run; later edits are sent to it,
 * and the newest run also gets this tab's unsent ones.
 */
export async function followRun({ library, run, live, graph }: Studio, asked?: RunView['run']): Promise<void> {
  run.forget()
  const { turn } = run
  const { current } = library.store.getState()
  if (current === undefined && asked === undefined) return
  const { runs } = await callRoute('listRuns', {})
  const own = runs.filter(({ documentId }) => documentId !== undefined && documentId === current?.id)
  const id = asked ?? (own.find(isActive) ?? own[0])?.run
  if (id === undefined) return
  const { document } = await callRoute('readRunDocument', { params: { id } })
  // Meanwhile another document was opened, or another run started or chosen.
  if (run.turn !== turn) return
  live.follows(id, playedDocument(document, graph.document), { isNewest: id === own[0]?.run })
  await run.watch(id)
}
