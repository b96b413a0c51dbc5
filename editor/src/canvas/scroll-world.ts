import type { FrameloomArea } from '@frameloom/rete-plugin'
import { ownsKeys } from '../keyboard/own-keys.js'

/** Pixels that the view can be scrolled each way before the world is placed anew. */
const ROOM = 3000

const SCROLL_KEYS: ReadonlySet<string> = new Set([
  ' ',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'End',
  'Home',
  'PageDown',
  'PageUp',
])

/**
 * Rete moves its world by a CSS transform, and a browser without a GPU paints everything in view anew for that. Here the world is a layer
 * of its own in a scroller, and a move by whole pixels scrolls it: the browser then shifts what it has painted. Every other move, and one
 * beyond the room of the scroller, is a transform as before. What scrolls natively, as a browser does to show what gets the focus, moves
 * the view. Returns how to stop.
 */
export function scrollWorld(area: FrameloomArea): () => void {
  const { container } = area
  const world = area.area.content.holder
  const scroller = document.createElement('div')
  const room = document.createElement('div')
  scroller.className = 'scroller'
  room.className = 'room'
  scroller.style.setProperty('--room', `${ROOM}px`)
  world.className = 'world'
  container.append(scroller)
  scroller.append(room)
  room.append(world)
  const placed = { x: NaN, y: NaN, k: NaN, left: 0, top: 0 }
  /** Where the scroller stands. */
  const at = { left: 0, top: 0 }

  function place() {
    const { x, y, k } = area.area.transform
    const [left, top] = [placed.x - x, placed.y - y].map(nearlyWhole)
    if (k === placed.k && isRoom(left) && isRoom(top)) Object.assign(placed, { left, top })
    else {
      const stays = k !== placed.k && isMiddle(at.left) && isMiddle(at.top)
      const to = stays ? at : { left: ROOM, top: ROOM }
      Object.assign(placed, { ...to, x: x + to.left, y: y + to.top, k })
    }
    const css = `translate3d(${placed.x}px, ${placed.y}px, 0px) scale(${k})`
    if (world.style.transform !== css) world.style.transform = css
    // To scroll makes the browser lay out, even to where it stands.
    if (at.left === placed.left && at.top === placed.top) return
    scroller.scrollTo(placed.left, placed.top)
    Object.assign(at, { left: placed.left, top: placed.top })
  }

  function scrolled() {
    const { scrollLeft: left, scrollTop: top } = scroller
    Object.assign(at, { left, top })
    // Less than a pixel is what the screen's own pixels make of it.
    if (Math.abs(left - placed.left) < 1 && Math.abs(top - placed.top) < 1) return
    Object.assign(placed, { left, top })
    void area.area.translate(placed.x - left, placed.y - top)
  }

  /** Keys and the middle button scroll nothing: the keys of the canvas are those of the shortcut table. */
  function key(event: KeyboardEvent) {
    const { target } = event
    if (!(target instanceof HTMLElement) || !(target === document.body || container.contains(target))) return
    if (SCROLL_KEYS.has(event.key) && !ownsKeys(target, event)) event.preventDefault()
  }
  function press(event: MouseEvent) {
    if (event.button === 1) event.preventDefault()
  }

  // After Rete has written its transform: at once, before anybody asks the browser for a layout, and where it tells nobody.
  area.addPipe((signal) => {
    if (signal.type === 'translated' || signal.type === 'zoomed') place()
    return signal
  })
  const transforms = new MutationObserver(place)
  transforms.observe(world, { attributeFilter: ['style'] })
  const abort = new AbortController()
  const { signal } = abort
  scroller.addEventListener('scroll', scrolled, { signal })
  scroller.addEventListener('mousedown', press, { signal })
  addEventListener('keydown', key, { signal })
  place()
  return () => {
    transforms.disconnect()
    abort.abort()
    scroller.remove()
  }
}

const isRoom = (offset: number | undefined): offset is number => offset !== undefined && offset > 0 && offset < 2 * ROOM

/** Is there room enough to go on from there? */
const isMiddle = (offset: number): boolean => Math.abs(offset - ROOM) < ROOM / 2

/** A whole number, where rounding errors are all that is missing. */
function nearlyWhole(value: number): number | undefined {
  const whole = Math.round(value)
  return Math.abs(value - whole) < 1e-6 ? whole : undefined
}
