import type { FrameloomArea, Scheme } from '@frameloom/rete-plugin'
import type { NodeEditor } from 'rete'
import type { Size } from '../graph/arrange.js'
import type { GraphStore } from '../graph/graph-store.js'
import { farLook, type FarLook, paintFar } from './far-painter.js'
import { farScene, type FarScene } from './far-scene.js'
import type { Viewport } from './viewport.js'

/** Below this zoom fields are too small to be read. */
const READABLE = 0.4

export interface FarViewOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: FrameloomArea
  readonly view: Viewport
  readonly graph: GraphStore
}

/**
 * While the graph is seen from so far that nobody can read fields, one canvas under the elements draws cards and wires, and
 * `data-far` makes the style sheet hide what the elements would draw: moving hundreds of them costs a browser without a GPU
 * several display frames. The elements stay where they are for the pointer, the keyboard and assistive technology.
 */
export function farView({ editor, area, view, graph }: FarViewOptions): () => void {
  const { container } = area
  const sheet = document.createElement('canvas')
  sheet.className = 'far-sheet'
  sheet.ariaHidden = 'true'
  container.prepend(sheet)
  const context = sheet.getContext('2d')
  const known: { scene?: FarScene | undefined; look?: FarLook | undefined; frame: number } = { frame: 0 }
  const sizes = new Map<string, Size>()

  const sizeOf = (id: string): Size => {
    const size = sizes.get(id) ?? view.sizeOf(id)
    sizes.set(id, size)
    return size
  }

  function draw() {
    known.frame = 0
    if (context === null || container.dataset['far'] === undefined) return
    known.scene ??= farScene({ editor, area, sizeOf })
    known.look ??= farLook(getComputedStyle(container))
    const width = Math.round(container.clientWidth * devicePixelRatio)
    const height = Math.round(container.clientHeight * devicePixelRatio)
    if (sheet.width !== width || sheet.height !== height) Object.assign(sheet, { width, height })
    paintFar({ context, scene: known.scene, view: view.transform(), look: known.look })
  }

  function soon() {
    if (known.frame === 0 && container.dataset['far'] !== undefined) known.frame = requestAnimationFrame(draw)
  }
  function changed() {
    known.scene = undefined
    soon()
  }
  function resized() {
    sizes.clear()
    changed()
  }
  function themed() {
    known.look = undefined
    soon()
  }

  const elements = new MutationObserver(resized)
  const theme = new MutationObserver(themed)
  const stage = new ResizeObserver(soon)
  function moved() {
    const far = view.transform().k < READABLE
    if (far === (container.dataset['far'] !== undefined)) {
      soon()
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
