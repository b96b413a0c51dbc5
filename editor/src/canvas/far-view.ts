import type { FrameloomArea, Scheme, WireBox, WireDrawing } from '@frameloom/rete-plugin'
import type { NodeEditor } from 'rete'
import type { Size } from '../graph/arrange.js'
import type { GraphStore } from '../graph/graph-store.js'
import { farLook, type FarLook, paintFar } from './far-painter.js'
import { farScene, type FarScene } from './far-scene.js'
import { contains, grown, type Viewport } from './viewport.js'

export interface FarViewOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: FrameloomArea
  readonly view: Viewport
  readonly graph: GraphStore
  readonly wires: WireDrawing
}

/**
 * How far around the view is painted, too, over its width and height: as long as the sheet shows all that is seen, it only moves. Little
 * while a hand zooms, which soon has it painted anew.
 */
const BORDER = { rests: 0.5, zooms: 0.1 } as const
/** How much a zoom stretches or shrinks what is painted before it is painted anew. */
const STRETCH = 2
/** Milliseconds after its last step from which on a zoom is over. */
const REST = 200

/** A canvas element in the world. */
interface Sheet {
  readonly element: HTMLCanvasElement
  readonly shown: ImageBitmapRenderingContext | null
  /** What of the canvas it shows, and at which zoom it was painted. */
  painted?: (WireBox & { readonly k: number }) | undefined
}

interface Known {
  scene?: FarScene | undefined
  look?: FarLook | undefined
  frame: number
  rest?: ReturnType<typeof setTimeout> | undefined
}

/**
 * While the graph is seen from so far that nobody can read fields, one canvas under the elements draws cards and wires, and
 * `data-far` makes the style sheet hide what the elements would draw: moving hundreds of them costs a browser without a GPU
 * several display frames. The elements stay where they are for the pointer, the keyboard and assistive technology. What a hand that zooms
 * has painted anew lies on a second sheet, so that the first one still shows what is around when the hand zooms back.
 */
export function farView({ editor, area, view, graph, wires }: FarViewOptions): () => void {
  const { container } = area
  const [rested, zoomed] = [newSheet(), newSheet()]
  // They lie in the world, and so move with it.
  area.area.content.holder.prepend(rested.element, zoomed.element)
  const known: Known = { frame: 0 }
  const sizes = new Map<string, Size>()

  const sizeOf = (id: string): Size => {
    const size = sizes.get(id) ?? view.sizeOf(id)
    sizes.set(id, size)
    return size
  }

  function draw() {
    known.frame = 0
    if (container.dataset['far'] === undefined) return
    known.scene ??= farScene({ editor, area, wires, sizeOf })
    known.look ??= farLook(getComputedStyle(container))
    const { x, y, k } = view.transform()
    const zooms = known.rest !== undefined
    const part = meet(known.scene.box, grown(view.seen(), zooms ? BORDER.zooms : BORDER.rests))
    // In whole pixels of the page, so that the sheet is shown as it was painted.
    const [left, top] = [Math.floor(part.left * k + x), Math.floor(part.top * k + y)]
    const [width, height] = [Math.ceil(part.right * k + x) - left, Math.ceil(part.bottom * k + y) - top]
    const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
    clear(zoomed)
    const sheet = zooms && rested.painted !== undefined ? zoomed : rested
    sheet.painted = { ...part, k }
    const context = across * down > 0 ? new OffscreenCanvas(across, down).getContext('2d') : null
    if (context === null) {
      sheet.shown?.transferFromImageBitmap(null)
      return
    }
    const transform = `translate(${(left - x) / k}px, ${(top - y) / k}px) scale(${1 / k})`
    Object.assign(sheet.element.style, { width: `${width}px`, height: `${height}px`, transform })
    paintFar({ context, scene: known.scene, view: { x: x - left, y: y - top, k }, look: known.look })
    sheet.element.hidden = false
    sheet.shown?.transferFromImageBitmap(context.canvas.transferToImageBitmap())
  }

  /** Is all that is seen on a sheet, and what a hand looks at not stretched too much? */
  function suffices(): boolean {
    const { scene } = known
    if (scene === undefined) return false
    const { k } = view.transform()
    const seen = meet(scene.box, view.seen())
    const stretches = ({ painted }: Sheet) => (painted === undefined ? NaN : k / painted.k)
    const isSharp = [rested, zoomed].some((sheet) => stretches(sheet) <= STRETCH && stretches(sheet) >= 1 / STRETCH)
    return isSharp && [rested, zoomed].some(({ painted }) => painted !== undefined && contains(painted, seen))
  }
  function forget() {
    rested.painted = undefined
    clear(zoomed)
  }

  function soon() {
    if (known.frame === 0 && container.dataset['far'] !== undefined) known.frame = requestAnimationFrame(draw)
  }
  function zooms() {
    clearTimeout(known.rest)
    known.rest = setTimeout(() => {
      known.rest = undefined
      soon()
    }, REST)
  }
  function changed() {
    known.scene = undefined
    forget()
    soon()
  }
  function resized() {
    sizes.clear()
    changed()
  }
  function themed() {
    known.look = undefined
    forget()
    soon()
  }

  const elements = new MutationObserver(resized)
  const theme = new MutationObserver(themed)
  const stage = new ResizeObserver(soon)
  function moved() {
    const far = view.isFar()
    if (far === (container.dataset['far'] !== undefined)) {
      if (!far) return
      if ((zoomed.painted ?? rested.painted)?.k !== view.transform().k) zooms()
      if (!suffices()) soon()
      return
    }
    if (far) {
      container.dataset['far'] = ''
      elements.observe(area.area.content.holder, { attributeFilter: ['d'], childList: true, subtree: true })
      theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
      stage.observe(container)
      themed()
      resized()
    } else leave()
  }
  function leave() {
    delete container.dataset['far']
    for (const observer of [elements, theme, stage]) observer.disconnect()
  }

  area.addPipe((signal) => {
    if (signal.type === 'nodetranslated') changed()
    return signal
  })
  const stops = [
    view.onMove(moved),
    graph.store.subscribe(resized),
    leave,
    () => rested.element.remove(),
    () => zoomed.element.remove(),
  ]
  return () => {
    cancelAnimationFrame(known.frame)
    clearTimeout(known.rest)
    for (const stop of stops) stop()
  }
}

function newSheet(): Sheet {
  const element = document.createElement('canvas')
  element.className = 'far-sheet'
  element.ariaHidden = 'true'
  element.hidden = true
  // Handed over as a whole: a browser without a GPU copies a canvas that is drawn on for every frame.
  return { element, shown: element.getContext('bitmaprenderer') }
}

function clear(sheet: Sheet): void {
  sheet.painted = undefined
  sheet.element.hidden = true
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
