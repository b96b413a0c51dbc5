import type { FrameloomArea } from '@frameloom/rete-plugin'
import type { Transform } from '../studio/canvas-face.js'
import { ownsKeys } from '../keyboard/own-keys.js'

/** Pixels that the view can be scrolled each way before the world is placed anew. */
const ROOM = 3000
/** Milliseconds after its last step from which on a zoom is over. */
const REST = 300

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
 * the view. A zoom takes the world out of the scroller and stretches the layer, and when it rests the layer is painted anew: in a scroller
 * Chromium looks with every step for what comes near, and paints all of it. Returns how to stop.
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
  const rest: { timer?: ReturnType<typeof setTimeout> | undefined; zoomedAt: number } = { zoomedAt: 0 }

  function place() {
    const { x, y, k } = area.area.transform
    if (rest.timer !== undefined) {
      transform({ x, y, k })
      return
    }
    const [left, top] = [placed.x - x, placed.y - y].map(nearlyWhole)
    if (k === placed.k && isRoom(left) && isRoom(top)) Object.assign(placed, { left, top })
    else Object.assign(placed, { left: ROOM, top: ROOM, x: x + ROOM, y: y + ROOM, k })
    transform(placed)
    // To scroll makes the browser lay out, even to where it stands.
    if (at.left === placed.left && at.top === placed.top) return
    scroller.scrollTo(placed.left, placed.top)
    Object.assign(at, { left: placed.left, top: placed.top })
  }

  function transform({ x, y, k }: Transform) {
    const css = `translate3d(${x}px, ${y}px, 0px) scale(${k})`
    if (world.style.transform !== css) world.style.transform = css
  }

  /** While a hand zooms, what is painted is stretched. */
  function zooms() {
    rest.zoomedAt = performance.now()
    if (rest.timer !== undefined) return
    scroller.dataset['zooming'] = ''
    rest.timer = setTimeout(rests, REST)
  }
  function rests() {
    const left = rest.zoomedAt + REST - performance.now()
    rest.timer = left > 0 ? setTimeout(rests, left) : undefined
    if (rest.timer !== undefined) return
    delete scroller.dataset['zooming']
    placed.k = NaN
    place()
  }

  function scrolled() {
    const { scrollLeft: left, scrollTop: top } = scroller
    Object.assign(at, { left, top })
    if (rest.timer !== undefined) return
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
    if (signal.type === 'zoomed') zooms()
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
    clearTimeout(rest.timer)
    scroller.remove()
  }
}

const isRoom = (offset: number | undefined): offset is number => offset !== undefined && offset > 0 && offset < 2 * ROOM

/** A whole number, where rounding errors are all that is missing. */
function nearlyWhole(value: number): number | undefined {
  const whole = Math.round(value)
  return Math.abs(value - whole) < 1e-6 ? whole : undefined
}
