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

interface Known {
  scene?: FarScene | undefined
  look?: FarLook | undefined
  /** What of the canvas the sheet shows, and at which zoom it was painted. */
  painted?: (WireBox & { readonly k: number }) | undefined
  frame: number
  rest?: ReturnType<typeof setTimeout> | undefined
}

/**
 * While the graph is seen from so far that nobody can read fields, one canvas under the elements draws cards and wires, and
 * `data-far` makes the style sheet hide what the elements would draw: moving hundreds of them costs a browser without a GPU
 * several display frames. The elements stay where they are for the pointer, the keyboard and assistive technology.
 */
export function farView({ editor, area, view, graph, wires }: FarViewOptions): () => void {
  const { container } = area
  const sheet = document.createElement('canvas')
  sheet.className = 'far-sheet'
  sheet.ariaHidden = 'true'
  // It lies in the world, and so moves with it.
  area.area.content.holder.prepend(sheet)
  // Handed over as a whole: a browser without a GPU copies a canvas that is drawn on for every frame.
  const shown = sheet.getContext('bitmaprenderer')
  const picture = new OffscreenCanvas(1, 1)
  const context = picture.getContext('2d')
  const known: Known = { frame: 0 }
  const sizes = new Map<string, Size>()

  const sizeOf = (id: string): Size => {
    const size = sizes.get(id) ?? view.sizeOf(id)
    sizes.set(id, size)
    return size
  }

  function draw() {
    known.frame = 0
    if (context === null || container.dataset['far'] === undefined) return
    known.scene ??= farScene({ editor, area, wires, sizeOf })
    known.look ??= farLook(getComputedStyle(container))
    const { x, y, k } = view.transform()
    const part = meet(known.scene.box, grown(view.seen(), known.rest === undefined ? BORDER.rests : BORDER.zooms))
    // In whole pixels of the page, so that the sheet is shown as it was painted.
    const [left, top] = [Math.floor(part.left * k + x), Math.floor(part.top * k + y)]
    const [width, height] = [Math.ceil(part.right * k + x) - left, Math.ceil(part.bottom * k + y) - top]
    known.painted = { ...part, k }
    const pixels = { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) }
    if (picture.width !== pixels.width || picture.height !== pixels.height) {
      Object.assign(picture, pixels)
      Object.assign(sheet.style, { width: `${width}px`, height: `${height}px` })
    }
    sheet.style.transform = `translate(${(left - x) / k}px, ${(top - y) / k}px) scale(${1 / k})`
    paintFar({ context, scene: known.scene, view: { x: x - left, y: y - top, k }, look: known.look })
    shown?.transferFromImageBitmap(picture.transferToImageBitmap())
  }

  /** Does the sheet show all that is seen, though stretched? */
  function suffices(): boolean {
    const { painted, scene } = known
    if (painted === undefined || scene === undefined) return false
    const stretch = view.transform().k / painted.k
    return stretch <= STRETCH && stretch >= 1 / STRETCH && contains(painted, meet(scene.box, view.seen()))
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
    known.painted = undefined
    soon()
  }
  function resized() {
    sizes.clear()
    changed()
  }
  function themed() {
    known.look = undefined
    known.painted = undefined
    soon()
  }

  const elements = new MutationObserver(resized)
  const theme = new MutationObserver(themed)
  const stage = new ResizeObserver(soon)
  function moved() {
    const far = view.isFar()
    if (far === (container.dataset['far'] !== undefined)) {
      if (!far) return
      if (known.painted?.k !== view.transform().k) zooms()
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
  const stops = [view.onMove(moved), graph.store.subscribe(resized), leave, () => sheet.remove()]
  return () => {
    cancelAnimationFrame(known.frame)
    clearTimeout(known.rest)
    for (const stop of stops) stop()
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
