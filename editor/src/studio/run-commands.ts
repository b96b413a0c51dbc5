import { isActive } from '../run/channel-state.js'
import { followRun } from './follow-run.js'
import type { Studio } from './studio.js'

/**
 * Runs the document, or goes to its first problem. A run that plays is ended at once. One start at a time: another one asked
 * for meanwhile, and one without a connection, is none.
 */
export async function startRun(studio: Studio): Promise<void> {
  const { run, ui, notices } = studio
  if (ui.getState().starting) return
  if (run.store.getState().connection !== 'live') {
    notices.say('The studio cannot be reached now: start the run once the page is connected.', 'error')
    return
  }
  ui.setState({ starting: true })
  try {
    await start(studio)
  } catch (cause) {
    notices.fail(cause)
  } finally {
    ui.setState({ starting: false })
  }
}

async function start(studio: Studio): Promise<void> {
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
  const { document, opened } = graph.store.getState()
  const started = await run.start({ document, ...(current && { documentId: current.id }) })
  if (started === undefined) {
    if (run.store.getState().connection !== 'live') followOnceConnected(studio)
    return
  }
  // Another document was opened meanwhile: it has nothing to do with this run.
  if (graph.store.getState().opened === opened) live.began(started, document)
  else await followRun(studio)
}

/** Nobody knows whether the studio has taken the run that was asked for: once it can be asked again, it is followed. */
function followOnceConnected(studio: Studio): void {
  const { run, graph, notices } = studio
  const { opened } = graph.store.getState()
  const { turn } = run
  const stop = run.store.subscribe(({ connection }) => {
    if (connection !== 'live') return
    stop()
    if (graph.store.getState().opened !== opened || run.turn !== turn) return
    followRun(studio).catch((cause: unknown) => notices.fail(cause))
  })
}

/** Pauses what plays, or lets it go on. */
export async function togglePause({ run }: Studio): Promise<void> {
  const state = run.view?.state
  if (state === 'running') await run.pause()
  else if (state === 'paused') await run.resume()
}
