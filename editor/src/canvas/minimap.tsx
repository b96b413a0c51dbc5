import type { WireBox } from '@frameloom/rete-plugin'
import { type PointerEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Size } from '../graph/arrange.js'
import type { Point } from '../graph/edits.js'
import { pointsOf } from '../graph/points.js'
import type { CanvasFace } from '../studio/canvas-face.js'
import { useStudio } from '../studio/studio-context.js'
import { contains } from './viewport.js'

const SIZE = { width: 184, height: 116 }
/** Pixels of the canvas that a reroute point takes, and around everything. */
const POINT = 24
const MARGIN = 40
/** Pixels of the map that mark the view at least, where it shows nothing of the graph also. */
const LEAST = 6

/**
 * The whole graph in small, and the view as a frame over it that moves without the map being drawn anew; a click moves the view there.
 * Hidden while the view shows everything anyway.
 */
export function Minimap({ canvas: face }: { readonly canvas: CanvasFace }) {
  const { graph, selection } = useStudio()
  const map = useRef<HTMLDivElement>(null)
  const nodes = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const chosen = useStore(selection.store)
  const document = useStore(graph.store, (state) => state.document)
  const whole = useRef<WireBox>(undefined)

  useEffect(() => {
    const state: { frame: number; boxes: readonly Box[] } = { frame: 0, boxes: [] }
    const show = () => {
      state.frame = 0
      if (map.current === null || frame.current === null) return
      const seen = face.seen()
      const idle = whole.current === undefined || contains(seen, whole.current)
      if (idle !== (map.current.dataset['idle'] !== undefined)) map.current.toggleAttribute('data-idle', idle)
      if (!idle && whole.current !== undefined) place(frame.current, onMap(seen, scaleOf(whole.current)))
    }
    const soon = () => {
      if (state.frame === 0) state.frame = requestAnimationFrame(show)
    }
    const paint = () => {
      if (nodes.current !== null && whole.current !== undefined)
        paintNodes(nodes.current, { boxes: state.boxes, scale: scaleOf(whole.current) })
    }
    // Sizes are asked for here only, so that moving the view asks the browser for no layout.
    const measure = () => {
      const cards = document.nodes.map(({ id, position }) => ({
        isChosen: chosen.nodes.has(id),
        x: position?.x ?? 0,
        y: position?.y ?? 0,
        ...face.sizeOf(id),
      }))
      const points = pointsOf(document).map(({ id, x, y }) => ({
        isChosen: chosen.points.has(id),
        x: x - POINT / 2,
        y: y - POINT / 2,
        width: POINT,
        height: POINT,
      }))
      state.boxes = [...cards, ...points]
      whole.current = around(state.boxes)
      paint()
      soon()
    }
    // Cards that were just added have their size a moment later.
    const later = setTimeout(measure, 60)
    const stop = face.onMove(soon)
    const theme = new MutationObserver(paint)
    theme.observe(globalThis.document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      theme.disconnect()
      clearTimeout(later)
      cancelAnimationFrame(state.frame)
      stop()
    }
  }, [face, document, chosen])

  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0 || whole.current === undefined) return
    const box = event.currentTarget.getBoundingClientRect()
    const { left, top, k } = scaleOf(whole.current)
    const { k: zoom } = face.transform()
    const x = left + (event.clientX - box.left) / k
    const y = top + (event.clientY - box.top) / k
    const { clientWidth, clientHeight } = face.element
    face.moveTo({ k: zoom, x: clientWidth / 2 - x * zoom, y: clientHeight / 2 - y * zoom })
  }
  return (
    <div
      ref={map}
      className="minimap floating"
      data-idle=""
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
    >
      <canvas ref={nodes} />
      <div ref={frame} className="minimap-view" />
    </div>
  )
}

/** Where the map's corner is on the canvas, and pixels of the map for one of the canvas. */
interface Scale {
  readonly left: number
  readonly top: number
  readonly k: number
}

interface Box extends Point, Size {
  readonly isChosen: boolean
}

function around(boxes: readonly Box[]): WireBox | undefined {
  if (boxes.length === 0) return undefined
  return {
    left: Math.min(...boxes.map(({ x }) => x)),
    top: Math.min(...boxes.map(({ y }) => y)),
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
  }
}

function scaleOf({ left, top, right, bottom }: WireBox): Scale {
  const [width, height] = [right - left + 2 * MARGIN, bottom - top + 2 * MARGIN]
  return { left: left - MARGIN, top: top - MARGIN, k: Math.min(SIZE.width / width, SIZE.height / height) }
}

/** A part of the canvas in pixels of the map, as much of it as is on the map; at its edge where nothing is. */
function onMap(box: WireBox, { left, top, k }: Scale): WireBox {
  const within = (value: number, most: number) => Math.max(0, Math.min(most, value))
  const [x, y] = [within((box.left - left) * k, SIZE.width - LEAST), within((box.top - top) * k, SIZE.height - LEAST)]
  return {
    left: x,
    top: y,
    right: Math.max(x + LEAST, within((box.right - left) * k, SIZE.width)),
    bottom: Math.max(y + LEAST, within((box.bottom - top) * k, SIZE.height)),
  }
}

function place({ style }: HTMLElement, { left, top, right, bottom }: WireBox) {
  style.transform = `translate(${left}px, ${top}px)`
  const [width, height] = [`${right - left}px`, `${bottom - top}px`]
  // Writing the size that is there makes the browser lay out.
  if (style.width !== width) style.width = width
  if (style.height !== height) style.height = height
}

function paintNodes(
  map: HTMLCanvasElement,
  { boxes, scale }: { readonly boxes: readonly Box[]; readonly scale: Scale },
): void {
  const ratio = devicePixelRatio
  Object.assign(map, { width: Math.round(SIZE.width * ratio), height: Math.round(SIZE.height * ratio) })
  const style = getComputedStyle(map)
  const [accent, plain] = [style.getPropertyValue('--accent'), style.getPropertyValue('--map-node')]
  const context = map.getContext('2d')
  if (context === null) return
  context.scale(ratio * scale.k, ratio * scale.k)
  context.translate(-scale.left, -scale.top)
  for (const box of boxes) {
    context.fillStyle = box.isChosen ? accent : plain
    context.fillRect(box.x, box.y, box.width, box.height)
  }
}
