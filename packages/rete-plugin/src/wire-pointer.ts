export interface WirePointerOptions {
  /** Of the canvas. */
  readonly container: HTMLElement
  /** The port that was pressed. */
  readonly pressed: HTMLElement
  /** Called once where Escape or the system takes the wire from the pointer. */
  readonly cancelled: () => void
}

/** Watches the pointer and Escape from the press that begins a wire until `stop`: Rete tells a flow of neither. */
export class WirePointer {
  /** Has it left the pressed port with its button held? */
  dragged = false
  /** Where its button was let go; nothing before that. Beside the canvas is also where something covers it. */
  released: 'on canvas' | 'beside' | undefined
  readonly #abort = new AbortController()

  constructor({ container, pressed, cancelled }: WirePointerOptions) {
    const page = container.ownerDocument.defaultView
    // Before Rete's own listeners, which end the wire.
    const early = { signal: this.#abort.signal, capture: true }
    page?.addEventListener(
      'pointermove',
      (event) => {
        this.dragged ||= event.buttons !== 0 && !isOver(pressed, event)
      },
      early,
    )
    page?.addEventListener(
      'pointerup',
      (event) => {
        this.released = container.contains(topmost(container, event)) ? 'on canvas' : 'beside'
      },
      early,
    )
    page?.addEventListener('pointercancel', cancelled, early)
    page?.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        cancelled()
      },
      early,
    )
  }

  /** It was a click: the wire is led on without a button. */
  forgetRelease(): void {
    this.released = undefined
  }

  stop(): void {
    this.#abort.abort()
  }
}

/** Asked of the place, since a finger's events all go to what it pressed. */
function topmost(container: HTMLElement, { clientX, clientY }: MouseEvent): Element | null {
  const root = container.getRootNode()
  const page = root instanceof ShadowRoot ? root : container.ownerDocument
  return page.elementFromPoint(clientX, clientY)
}

function isOver(element: HTMLElement, { clientX: x, clientY: y }: MouseEvent): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return x >= left && x <= right && y >= top && y <= bottom
}
