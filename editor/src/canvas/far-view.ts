import type { FrameloomArea, Scheme, WireBox, WireDrawing } from '@frameloom/rete-plugin'
import type { NodeEditor } from 'rete'
import type { Size } from '../graph/arrange.js'
import type { GraphStore } from '../graph/graph-store.js'
import { farLook, type FarLook, paintFar } from './far-painter.js'
import { farScene, type FarScene } from './far-scene.js'
import { contains, type Viewport } from './viewport.js'

export interface FarViewOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: FrameloomArea
  readonly view: Viewport
  readonly graph: GraphStore
  readonly wires: WireDrawing
}

/** Pixels around the view that are painted, too, where the view is panned: within them a pan needs no painting. */
const BORDER = 256

interface Known {
  scene?: FarScene | undefined
  look?: FarLook | undefined
  /** What of the canvas the sheet shows, and at which zoom it was painted. */
  painted?: (WireBox & { readonly k: number }) | undefined
  frame: number
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
  const context = sheet.getContext('2d')
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
    const border = known.painted?.k === k ? BORDER : 0
    const { clientWidth, clientHeight } = container
    const [width, height] = [clientWidth + 2 * border, clientHeight + 2 * border]
    const [left, top] = [-(x + border) / k, -(y + border) / k]
    known.painted = { left, top, right: left + width / k, bottom: top + height / k, k }
    const pixels = { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) }
    if (sheet.width !== pixels.width || sheet.height !== pixels.height) {
      Object.assign(sheet, pixels)
      Object.assign(sheet.style, { width: `${width}px`, height: `${height}px` })
    }
    sheet.style.transform = `translate(${left}px, ${top}px) scale(${1 / k})`
    paintFar({ context, scene: known.scene, view: { x: x + border, y: y + border, k }, look: known.look })
  }

  function soon() {
    if (known.frame === 0 && container.dataset['far'] !== undefined) known.frame = requestAnimationFrame(draw)
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
      const { painted } = known
      if (painted?.k !== view.transform().k || !contains(painted, view.seen())) soon()
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
    for (const stop of stops) stop()
  }
}
