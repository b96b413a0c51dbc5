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
/** Pixels of the canvas that a reroute point takes. */
const POINT = 24
/** Pixels of the canvas around everything. */
const MARGIN = 40
/** Pixels of the map that the frame around the view takes at least. */
const LEAST = 6

/**
 * The whole graph in small, drawn on a canvas at most once per display frame; a click moves the view there. Hidden while
 * the view shows everything anyway. The frame around the view is drawn, too: an element of its own that moves would make a browser
 * without a GPU arrange the layers of the whole page anew.
 */
export function Minimap({ canvas: face }: { readonly canvas: CanvasFace }) {
  const { graph, selection } = useStudio()
  const element = useRef<HTMLCanvasElement>(null)
  const chosen = useStore(selection.store)
  const document = useStore(graph.store, (state) => state.document)
  const scale = useRef<Scale>({ left: 0, top: 0, k: 1 })

  useEffect(() => {
    const state: { frame: number; boxes: readonly Box[]; whole?: WireBox; painted?: PaintedMap | undefined } = {
      frame: 0,
      boxes: [],
    }
    const draw = () => {
      state.frame = 0
      const map = element.current
      if (map === null || state.whole === undefined) return
      const seen = face.seen()
      const idle = contains(seen, state.whole)
      if (idle !== (map.dataset['idle'] !== undefined)) map.toggleAttribute('data-idle', idle)
      if (idle) return
      if (state.painted?.ratio !== devicePixelRatio) state.painted = paintNodes(map, state.boxes, scaleOf(state.whole))
      drawMap(map, seen, state.painted)
      scale.current = state.painted.scale
    }
    const soon = () => {
      if (state.frame === 0) state.frame = requestAnimationFrame(draw)
    }
    const anew = () => {
      state.painted = undefined
      soon()
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
      state.whole = around(state.boxes)
      anew()
    }
    // Cards that were just added have their size a moment later.
    const later = setTimeout(measure, 60)
    const stop = face.onMove(soon)
    const theme = new MutationObserver(anew)
    theme.observe(globalThis.document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      theme.disconnect()
      clearTimeout(later)
      cancelAnimationFrame(state.frame)
      stop()
    }
  }, [face, document, chosen])

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const { left, top, k } = scale.current
    const { k: zoom } = face.transform()
    const x = left + (event.clientX - box.left) / k
    const y = top + (event.clientY - box.top) / k
    const { clientWidth, clientHeight } = face.element
    face.moveTo({ k: zoom, x: clientWidth / 2 - x * zoom, y: clientHeight / 2 - y * zoom })
  }
  return (
    <canvas
      ref={element}
      className="minimap floating"
      {...SIZE}
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
    />
  )
}

interface Scale {
  readonly left: number
  readonly top: number
  readonly k: number
}

interface Box extends Point, Size {
  readonly isChosen: boolean
}

/** The nodes as they are on the map now: a move of the view draws one picture and one rectangle. */
interface PaintedMap {
  readonly nodes: OffscreenCanvas
  readonly scale: Scale
  /** Pixels of the screen for one of the page. */
  readonly ratio: number
  readonly accent: string
}

function drawMap(map: HTMLCanvasElement, seen: WireBox, { nodes, scale, ratio, accent }: PaintedMap): void {
  // Setting a canvas to the size it has makes the browser lay out the whole page.
  if (map.width !== nodes.width || map.height !== nodes.height)
    Object.assign(map, { width: nodes.width, height: nodes.height })
  const context = map.getContext('2d')
  if (context === null) return
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, map.width, map.height)
  context.drawImage(nodes, 0, 0)
  context.scale(ratio, ratio)
  context.strokeStyle = accent
  context.lineWidth = 1.5
  const { left, top, k } = scale
  const [x, width] = within((seen.left - left) * k, (seen.right - seen.left) * k, SIZE.width)
  const [y, height] = within((seen.top - top) * k, (seen.bottom - seen.top) * k, SIZE.height)
  context.strokeRect(x, y, width, height)
}

/** As much of a stretch as is on the map; at its edge where nothing is. */
function within(start: number, length: number, most: number): readonly [start: number, length: number] {
  const from = Math.max(0, Math.min(most - LEAST, start))
  return [from, Math.max(LEAST, Math.min(most, start + length) - from)]
}

/** What all boxes lie in; a box without an inside where there are none. */
function around(boxes: readonly Box[]): WireBox {
  return {
    left: Math.min(...boxes.map(({ x }) => x)),
    top: Math.min(...boxes.map(({ y }) => y)),
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
  }
}

const scaleOf = ({ left, top, right, bottom }: WireBox): Scale => ({
  left: left - MARGIN,
  top: top - MARGIN,
  k: Math.min(SIZE.width / (right - left + 2 * MARGIN), SIZE.height / (bottom - top + 2 * MARGIN)),
})

function paintNodes(map: HTMLCanvasElement, boxes: readonly Box[], scale: Scale): PaintedMap {
  const ratio = devicePixelRatio
  const nodes = new OffscreenCanvas(Math.round(SIZE.width * ratio), Math.round(SIZE.height * ratio))
  const style = getComputedStyle(map)
  const [accent, plain] = [style.getPropertyValue('--accent'), style.getPropertyValue('--map-node')]
  const context = nodes.getContext('2d')
  if (context === null) return { nodes, scale, ratio, accent }
  const zoom = ratio * scale.k
  context.scale(zoom, zoom)
  context.translate(-scale.left, -scale.top)
  for (const box of boxes) {
    context.fillStyle = box.isChosen ? accent : plain
    context.fillRect(box.x, box.y, box.width, box.height)
  }
  return { nodes, scale, ratio, accent }
}
