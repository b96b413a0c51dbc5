import type { FrameloomArea, Scheme, WireBox, WireDrawing } from '@frameloom/rete-plugin'
import type { NodeEditor } from 'rete'
import type { Size } from '../graph/arrange.js'
import type { GraphStore } from '../graph/graph-store.js'
import { farLook, type FarLook, paintFar } from './far-painter.js'
import { farScene, type FarScene } from './far-scene.js'
import { clear, farSheet, paintOn, shows, stretchOf } from './far-sheet.js'
import { grown, type Viewport } from './viewport.js'
import type { ZoomGesture } from './zoom-gesture.js'

export interface FarViewOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: FrameloomArea
  readonly view: Viewport
  readonly zooming: ZoomGesture
  readonly graph: GraphStore
  readonly wires: WireDrawing
}

/**
 * How far around the view is painted, too, over its width and height: as long as the sheet shows all that is seen, it only moves. Little
 * while a hand zooms in, which soon has it painted anew.
 */
const BORDER = { rests: 0.5, zooms: 0.05 } as const
/** How much a hand that zooms stretches what is painted, or shrinks it, before it is painted anew. */
const STRETCH = 2
const SHRINK = 1 / 3
/** A hand that zooms out sees more with each step: painted as all that will look when the hand has come as far as a sheet is stretched. */
const OUT = { border: (STRETCH - 1) / 2, k: 1 / STRETCH } as const

interface Known {
  scene?: FarScene | undefined
  look?: FarLook | undefined
  frame: number
}

/**
 * While the graph is seen from so far that nobody can read fields, one canvas under the elements draws cards and wires, and
 * `data-far` makes the style sheet hide what the elements would draw: moving hundreds of them costs a browser without a GPU
 * several display frames. The elements stay where they are for the pointer, the keyboard and assistive technology. What a hand that zooms
 * has painted anew lies on a second sheet, so that the first one still shows what is around when the hand zooms back.
 */
export function farView({ editor, area, view, zooming, graph, wires }: FarViewOptions): () => void {
  const { container } = area
  const [rested, zoomed] = [farSheet(), farSheet()]
  // They lie in the world, and so move with it.
  area.area.content.holder.prepend(rested.element, zoomed.element)
  const known: Known = { frame: 0 }
  const sizes = new Map<string, Size>()

  const isShown = () => container.dataset['far'] !== undefined
  const sizeOf = (id: string): Size => {
    const size = sizes.get(id) ?? view.sizeOf(id)
    sizes.set(id, size)
    return size
  }

  function draw() {
    known.frame = 0
    if (!isShown()) return
    const scene = (known.scene ??= farScene({ editor, area, wires, sizeOf }))
    const look = (known.look ??= farLook(getComputedStyle(container)))
    const { border, k } = aim()
    const sheet = zooming.isOn() && rested.painted !== undefined ? zoomed : rested
    clear(zoomed)
    paintOn(sheet, {
      part: meet(scene.box, grown(view.seen(), border)),
      view: { ...view.transform(), k },
      paint: (context, seen) => paintFar({ context, scene, view: seen, look }),
    })
    uncover()
  }

  /** What to paint for which zoom. */
  function aim(): { readonly border: number; readonly k: number } {
    const { k } = view.transform()
    if (!zooming.isOn()) return { border: BORDER.rests, k }
    const before = zoomed.painted ?? rested.painted
    return before !== undefined && k < before.k ? { border: OUT.border, k: k * OUT.k } : { border: BORDER.zooms, k }
  }

  /** Is all that is seen on a sheet, and what a hand looks at not stretched too much? */
  function suffices(): boolean {
    const { k } = view.transform()
    const seen = meet(known.scene?.box, view.seen())
    const [least, most] = zooming.isOn() ? [SHRINK, STRETCH] : [1, 1]
    const sheets = [rested, zoomed]
    return (
      sheets.some((sheet) => stretchOf(sheet, k) >= least && stretchOf(sheet, k) <= most) &&
      sheets.some((sheet) => shows(sheet, seen))
    )
  }

  /** Under a sheet that shows all that is seen the other one is not drawn. */
  function uncover() {
    const seen = meet(known.scene?.box, view.seen())
    const isZoomedEnough = shows(zoomed, seen)
    const isRestedEnough = !isZoomedEnough && shows(rested, seen) && stretchOf(rested, view.transform().k) <= STRETCH
    rested.element.toggleAttribute('data-covered', isZoomedEnough)
    zoomed.element.toggleAttribute('data-covered', isRestedEnough)
  }

  function soon() {
    if (known.frame === 0 && isShown()) known.frame = requestAnimationFrame(draw)
  }
  function forget() {
    rested.painted = undefined
    clear(zoomed)
    soon()
  }
  function changed() {
    known.scene = undefined
    forget()
  }
  function resized() {
    sizes.clear()
    changed()
  }
  function themed() {
    known.look = undefined
    forget()
  }
  function moved() {
    container.toggleAttribute('data-far', view.isFar())
    if (!isShown()) return
    if (suffices()) uncover()
    else soon()
  }

  const elements = new MutationObserver(resized)
  elements.observe(area.area.content.holder, { attributeFilter: ['d'], childList: true, subtree: true })
  const theme = new MutationObserver(themed)
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const stage = new ResizeObserver(soon)
  stage.observe(container)
  area.addPipe((signal) => {
    if (signal.type === 'nodetranslated') changed()
    return signal
  })
  const stops = [view.onMove(moved), graph.store.subscribe(resized)]
  return () => {
    cancelAnimationFrame(known.frame)
    for (const observer of [elements, theme, stage]) observer.disconnect()
    for (const stop of stops) stop()
    for (const { element } of [rested, zoomed]) element.remove()
  }
}

/** What two boxes share; a box without an inside where there is none. */
function meet(a: WireBox | undefined, b: WireBox): WireBox {
  const box = a ?? { ...b, right: b.left, bottom: b.top }
  const [left, top] = [Math.max(box.left, b.left), Math.max(box.top, b.top)]
  return {
    left,
    top,
    right: Math.max(left, Math.min(box.right, b.right)),
    bottom: Math.max(top, Math.min(box.bottom, b.bottom)),
  }
}
