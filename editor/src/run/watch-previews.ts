import { MOST_PREVIEWS, type Tier } from '@frameloom/protocol'
import type { Studio } from '../studio/studio.js'

/**
 * Asks for pictures of the nodes that show some, in full size where one is enlarged, and for none while nobody looks. Of more nodes
 * than are shown at once the enlarged one and the first.
 */
export function watchPreviews({ graph, manifests, run, ui }: Studio): () => void {
  const state = { asked: '' }
  const ask = () => {
    const { dialog } = ui.getState()
    const large = dialog?.kind === 'viewer' ? dialog.node : undefined
    const entries = graph.document.nodes
      .filter(({ type }) => manifests.get(type)?.preview === true)
      .map(({ id }): [string, Tier] => [id, id === large ? 'full' : 'card'])
      .toSorted(([, a], [, b]) => Number(b === 'full') - Number(a === 'full'))
      .slice(0, MOST_PREVIEWS)
    const previews = document.hidden ? {} : Object.fromEntries(entries)
    const asked = JSON.stringify(previews)
    if (asked === state.asked) return
    state.asked = asked
    run.preview(previews)
  }
  const stops = [graph.store.subscribe(ask), ui.subscribe(ask)]
  document.addEventListener('visibilitychange', ask)
  ask()
  return () => {
    for (const stop of stops) stop()
    document.removeEventListener('visibilitychange', ask)
  }
}
