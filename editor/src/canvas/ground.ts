import type { FrameloomArea } from '@frameloom/rete-plugin'

/** Pixels at zoom 1: larger than any card, and the steps in which the ground grows. */
const CARD = 1200
const STEP = 4096

/**
 * Lies under everything that the world holds. Chromium keeps things that lie far apart on layers of their own, and arranges them all
 * anew whenever the view is zoomed; on one ground that spans them they are one layer. Returns how to stop.
 */
export function ground(area: FrameloomArea): () => void {
  const element = document.createElement('div')
  element.className = 'ground'
  area.area.content.holder.prepend(element)
  const state = { frame: 0 }

  function span() {
    state.frame = 0
    const places = Array.from(area.nodeViews.values(), ({ position }) => position)
    if (places.length === 0) return
    const left = down(Math.min(...places.map(({ x }) => x)) - CARD)
    const top = down(Math.min(...places.map(({ y }) => y)) - CARD)
    const right = down(Math.max(...places.map(({ x }) => x)) + CARD) + STEP
    const bottom = down(Math.max(...places.map(({ y }) => y)) + CARD) + STEP
    const style = { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` }
    Object.assign(element.style, style)
  }

  area.addPipe((signal) => {
    if (signal.type === 'nodetranslated' && state.frame === 0) state.frame = requestAnimationFrame(span)
    return signal
  })
  return () => {
    cancelAnimationFrame(state.frame)
    element.remove()
  }
}

const down = (place: number): number => Math.floor(place / STEP) * STEP
