import type { FrameloomArea } from '@frameloom/rete-plugin'

/** Below this zoom fields are too small to be read. */
const READABLE = 0.4

/** Marks the canvas with `data-far` while it is seen from so far that the style sheet leaves out what nobody can read. */
export function markDistance(area: FrameloomArea): () => void {
  const { dataset } = area.container
  const mark = () => {
    const far = area.area.transform.k < READABLE
    if (far !== (dataset['far'] !== undefined)) {
      if (far) dataset['far'] = ''
      else delete dataset['far']
    }
  }
  area.addPipe((signal) => {
    if (signal.type === 'zoomed' || signal.type === 'translated') mark()
    return signal
  })
  return () => delete dataset['far']
}
