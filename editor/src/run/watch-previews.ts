import { MOST_PREVIEWS, type Tier } from '@frameloom/protocol'
import type { Studio } from '../studio/studio.js'

/** Milliseconds until the previews that a moved view shows are asked for, where not all can be. */
const SETTLED = 200

/**
 * Asks for pictures of the nodes that show some, in full size where one is enlarged, and for none while nobody looks. Of more nodes
 * than are shown at once the enlarged one, those in view, and the first.
 */
export function watchPreviews({ graph, manifests, run, screen, ui }: Studio): () => void {
  const state: { asked: string; moved?: ReturnType<typeof setTimeout> } = { asked: '' }
  const nodes = () => graph.document.nodes.filter(({ type }) => manifests.get(type)?.preview === true)
  const ask = () => {
    const { dialog } = ui.getState()
    const large = dialog?.kind === 'viewer' ? dialog.node : undefined
    const seen = screen.seen.getState().nodes
    const worth = (id: string) => (id === large ? 2 : seen.has(id) ? 1 : 0)
    const all = nodes().map(({ id }): [string, Tier] => [id, id === large ? 'full' : 'card'])
    const chosen = new Set(all.toSorted(([a], [b]) => worth(b) - worth(a)).slice(0, MOST_PREVIEWS))
    const previews = document.hidden ? {} : Object.fromEntries(all.filter((entry) => chosen.has(entry)))
    const asked = JSON.stringify(previews)
    if (asked === state.asked) return
    state.asked = asked
    run.preview(previews)
  }
  const moved = () => {
    clearTimeout(state.moved)
    if (nodes().length > MOST_PREVIEWS) state.moved = setTimeout(ask, SETTLED)
  }
  const stops = [graph.store.subscribe(ask), ui.subscribe(ask), screen.seen.subscribe(moved)]
  document.addEventListener('visibilitychange', ask)
  ask()
  return () => {
    for (const stop of stops) stop()
    clearTimeout(state.moved)
    document.removeEventListener('visibilitychange', ask)
  }
}
