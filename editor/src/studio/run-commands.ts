import { isActive } from '../run/run-state.js'
import type { Studio } from './studio.js'

/** Runs the document, or goes to its first problem. A run that plays is ended after its chunk. */
export async function startRun(studio: Studio): Promise<void> {
  const { graph, issues, run, live, library, ui, notices } = studio
  await issues.check()
  const [first] = issues.store.getState().all
  if (first !== undefined) {
    ui.setState({ panel: 'problems' })
    notices.say(first.message, 'error')
    if (first.node !== undefined) studio.stage.canvas?.reveal(first.node)
    return
  }
  if (isActive(run.view)) await run.stop('now')
  await library.save({ always: true })
  const { current } = library.store.getState()
  const { document } = graph
  if (await run.start({ document, ...(current && { documentId: current.id }) })) live.began(document)
}

/** Pauses what plays, or lets it go on. */
export async function togglePause({ run }: Studio): Promise<void> {
  const state = run.view?.state
  if (state === 'running') await run.pause()
  else if (state === 'paused') await run.resume()
}
