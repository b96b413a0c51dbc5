import type { Point } from '../graph/edits.js'

export interface MarqueeOptions {
  readonly container: HTMLElement
  /** Is this where a marquee may begin, and not a node, a wire or a control? */
  readonly isEmpty: (target: EventTarget | null) => boolean
  /** Called while the rectangle is drawn, in pixels of the window. */
  readonly over: (rectangle: DOMRect, adding: boolean) => void
  /** A click that drew no rectangle. */
  readonly clicked: (event: PointerEvent) => void
}

/** Pixels that the pointer may tremble within a click. */
const TREMBLE = 4

/** Draws a rectangle with the left button on empty canvas. Returns how to stop that. */
export function marquee({ container, isEmpty, over, clicked }: MarqueeOptions): () => void {
  const abort = new AbortController()
  container.addEventListener('pointerdown', down, { signal: abort.signal })

  function down(event: PointerEvent) {
    if (event.button !== 0 || event.pointerType === 'touch' || !isEmpty(event.target)) return
    const start = { x: event.clientX, y: event.clientY }
    const gesture = new AbortController()
    const options = { signal: AbortSignal.any([gesture.signal, abort.signal]) }
    const box = document.createElement('div')
    box.className = 'marquee'
    addEventListener('pointermove', move, options)
    addEventListener('pointerup', up, options)
    addEventListener('pointercancel', () => gesture.abort(), options)
    gesture.signal.addEventListener('abort', () => box.remove())

    function move({ clientX: x, clientY: y, shiftKey }: PointerEvent) {
      const drawn = Math.hypot(x - start.x, y - start.y) > TREMBLE
      if (!drawn && !box.isConnected) return
      if (!box.isConnected) container.append(box)
      const rectangle = between(start, { x, y })
      const { left, top } = container.getBoundingClientRect()
      box.style.transform = `translate(${rectangle.x - left}px, ${rectangle.y - top}px)`
      box.style.width = `${rectangle.width}px`
      box.style.height = `${rectangle.height}px`
      over(rectangle, shiftKey)
    }
    function up(released: PointerEvent) {
      const drawn = box.isConnected
      gesture.abort()
      if (!drawn) clicked(released)
    }
  }

  return () => abort.abort()
}

const between = (a: Point, b: Point) =>
  new DOMRect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y))
