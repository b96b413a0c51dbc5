import type { FrameloomArea, WireBox, WireDrawing } from '@frameloom/rete-plugin'
import type { OpenCards } from '../card/open-cards.js'
import type { Point } from '../graph/edits.js'
import { contains, grown, type Viewport } from './viewport.js'
import type { ZoomGesture } from './zoom-gesture.js'

export interface NearCardsOptions {
  readonly area: FrameloomArea
  readonly view: Viewport
  readonly zooming: ZoomGesture
  readonly wires: WireDrawing
  readonly cards: OpenCards
}

export interface NearCards {
  /** The view shows what it shall: opens all cards in it at once, and from now on those that come near. */
  readonly openSeen: () => void
  readonly stop: () => void
}

/** How far around the view cards are kept ready, over its width and height: a move then shows what is painted. */
const REACH = 0.5
/** How much of its reach the view moves before it looks again. */
const LOOK = 0.7
/** Milliseconds after its last move from which on the view rests. */
const REST = 300
/** Cards that are opened in one display frame. */
const PER_FRAME = 2

interface Known {
  /** What may be seen without looking again. */
  within?: WireBox | undefined
  movedAt: number
  zooms: boolean
  /** Cards to be opened, the nearest first. */
  waiting: readonly { readonly id: string; readonly box: WireBox }[]
}

/**
 * Keeps the work of moving the view as small as the view: cards and wires out of its reach carry `data-away`, by which the style
 * sheet skips what they hold, and cards within reach are opened, the nearest first. It looks again only when the view has moved most
 * of its reach, and when a hand has zoomed. From afar nothing can be read, so nothing is opened, nor while a hand zooms: that takes
 * longer than a display frame.
 */
export function nearCards({ area, view, zooming, wires, cards }: NearCardsOptions): NearCards {
  const known: Known = { movedAt: 0, zooms: false, waiting: [] }
  const frames = { look: 0, open: 0 }

  function moved() {
    known.movedAt = performance.now()
    const hasZoomed = known.zooms && !zooming.isOn()
    known.zooms = zooming.isOn()
    if (view.isFar()) {
      known.within = undefined
      return
    }
    if (hasZoomed || known.within === undefined || !contains(known.within, view.seen())) look()
    else soon()
  }

  function look() {
    frames.look = 0
    if (view.isFar()) return
    const seen = view.seen()
    const reach = grown(seen, REACH)
    known.within = grown(seen, REACH * LOOK)
    // All sizes first: marks would make the browser lay out between them.
    const boxes = [...area.nodeViews].map(([id, { element, position }]) => ({ id, element, box: boxOf(id, position) }))
    for (const { element, box } of [...boxes, ...wires()]) element.toggleAttribute('data-away', !meet(box, reach))
    known.waiting = boxes
      .filter(({ id, box }) => !cards.isOpen(id) && meet(box, reach))
      .toSorted((a, b) => fromMiddle(a.box, seen) - fromMiddle(b.box, seen))
    soon()
  }

  function boxOf(id: string, { x, y }: Point): WireBox {
    const { width, height } = view.sizeOf(id)
    return { left: x, top: y, right: x + width, bottom: y + height }
  }

  function soon() {
    const isSettled = area.container.dataset['ready'] !== undefined
    const mayOpen = isSettled && !zooming.isOn()
    if (frames.open === 0 && known.waiting.length > 0 && mayOpen) frames.open = requestAnimationFrame(openSome)
  }

  /** While the view moves only what is seen is opened; the rest can wait. */
  function openSome() {
    frames.open = 0
    if (view.isFar()) return
    const seen = view.seen()
    const rests = performance.now() > known.movedAt + REST
    const next = known.waiting.filter(({ box }) => rests || meet(box, seen)).slice(0, PER_FRAME)
    for (const { id } of next) cards.open(id)
    known.waiting = known.waiting.filter(({ id }) => !cards.isOpen(id))
    soon()
  }

  area.addPipe((signal) => {
    // What is drawn anew may have another size or another place.
    const isDrawn = signal.type === 'render' && (signal.data.type === 'node' || signal.data.type === 'connection')
    if ((isDrawn || signal.type === 'nodetranslated') && frames.look === 0) frames.look = requestAnimationFrame(look)
    return signal
  })

  const stopMoves = view.onMove(moved)
  return {
    openSeen: () => {
      look()
      const seen = view.seen()
      for (const { id, box } of known.waiting) if (!view.isFar() && meet(box, seen)) cards.open(id)
    },
    stop: () => {
      stopMoves()
      cancelAnimationFrame(frames.look)
      cancelAnimationFrame(frames.open)
    },
  }
}

const meet = (a: WireBox, b: WireBox): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

const fromMiddle = (box: WireBox, seen: WireBox): number =>
  Math.hypot(box.left + box.right - seen.left - seen.right, box.top + box.bottom - seen.top - seen.bottom)
