import type { FrameloomArea } from '@frameloom/rete-plugin'
import type { Studio } from '../studio/studio.js'

/** Puts the card of the node that failed a run over the others, so that what it says can be read. Returns how to stop that. */
export function raiseFailed({ run }: Pick<Studio, 'run'>, area: FrameloomArea): () => void {
  return run.store.subscribe(({ view }, { view: before }) => {
    const failed = view?.failure?.node
    const element = failed === undefined ? undefined : area.nodeViews.get(failed)?.element
    if (element === undefined || failed === before?.failure?.node) return
    const heights = Array.from(area.nodeViews.values(), (one) => Number(one.element.style.zIndex))
    element.style.zIndex = String(Math.max(...heights) + 1)
  })
}
