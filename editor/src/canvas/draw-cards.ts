import { type FrameloomArea, isManifestNode } from '@frameloom/rete-plugin'
import { type CardShell, cardShell } from '../card/card-shell.js'
import type { Studio } from '../studio/studio.js'

/** Puts the card of every node into Rete's element for it. Tell Rete's own renderer to draw none. Returns how to stop. */
export function drawCards(studio: Studio, area: FrameloomArea): () => void {
  const shells = new Map<HTMLElement, CardShell>()
  const emit = (signal: Parameters<typeof area.emit>[0]) => void area.emit(signal)
  area.addPipe((signal) => {
    if (signal.type === 'render' && signal.data.type === 'node' && isManifestNode(signal.data.payload)) {
      const { element, payload: node } = signal.data
      const known = shells.get(element)
      if (known === undefined) shells.set(element, cardShell(element, studio, { node, emit }))
      else known.draw()
    }
    if (signal.type === 'unmount') {
      shells.get(signal.data.element)?.stop()
      shells.delete(signal.data.element)
    }
    return signal
  })
  return () => {
    for (const shell of shells.values()) shell.stop()
    shells.clear()
  }
}
