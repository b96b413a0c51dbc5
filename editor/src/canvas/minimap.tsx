import { type PointerEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Size } from '../graph/arrange.js'
import type { Point } from '../graph/edits.js'
import { pointsOf } from '../graph/points.js'
import type { CanvasFace } from '../studio/canvas-face.js'
import { useStudio } from '../studio/studio-context.js'

const SIZE = { width: 184, height: 116 }
/** Pixels of the canvas that a reroute point takes. */
const POINT = 24
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
    const state: { frame: number; boxes: readonly Box[]; painted?: PaintedMap | undefined } = { frame: 0, boxes: [] }
    const draw = () => {
      state.frame = 0
      const map = element.current
      if (map === null) return
      state.painted = drawMap(map, { face, boxes: state.boxes, painted: state.painted })
      scale.current = state.painted?.scale ?? scale.current
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
  readonly accent: string
}

interface Drawn {
  readonly face: CanvasFace
  readonly boxes: readonly Box[]
  readonly painted: PaintedMap | undefined
}

/** Draws nothing where the view shows everything. */
function drawMap(map: HTMLCanvasElement, { face, boxes, painted }: Drawn): PaintedMap | undefined {
  const pixels = devicePixelRatio
  const size = { width: Math.round(SIZE.width * pixels), height: Math.round(SIZE.height * pixels) }
  // Setting a canvas to the size it has makes the browser lay out the whole page.
  if (map.width !== size.width || map.height !== size.height) Object.assign(map, size)
  const view = face.seen()
  const seen = { x: view.left, y: view.top, width: view.right - view.left, height: view.bottom - view.top }
  const whole = boxes.every(
    (box) =>
      box.x >= seen.x &&
      box.y >= seen.y &&
      box.x + box.width <= seen.x + seen.width &&
      box.y + box.height <= seen.y + seen.height,
  )
  if (whole !== (map.dataset['idle'] !== undefined)) map.toggleAttribute('data-idle', whole)
  if (whole) return painted
  const scale = scaleOf(boxes)
  const { left, top, k: small } = scale
  const isSame = painted?.scale.k === small && painted.scale.left === left && painted.scale.top === top
  const next = isSame && painted.nodes.width === size.width ? painted : paintNodes(map, { boxes, scale })
  const context = map.getContext('2d')
  if (context === null) return next
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, map.width, map.height)
  context.drawImage(next.nodes, 0, 0)
  context.scale(pixels, pixels)
  context.strokeStyle = next.accent
  context.lineWidth = 1.5
  const [x, width] = within((seen.x - left) * small, seen.width * small, SIZE.width)
  const [y, height] = within((seen.y - top) * small, seen.height * small, SIZE.height)
  context.strokeRect(x, y, width, height)
  return next
}

/** As much of a stretch as is on the map; at its edge where nothing is. */
function within(start: number, length: number, most: number): readonly [start: number, length: number] {
  const from = Math.max(0, Math.min(most - LEAST, start))
  return [from, Math.max(LEAST, Math.min(most, start + length) - from)]
}

function scaleOf(all: readonly (Point & Size)[]): Scale {
  const left = Math.min(...all.map((box) => box.x)) - 40
  const top = Math.min(...all.map((box) => box.y)) - 40
  const width = Math.max(...all.map((box) => box.x + box.width)) + 40 - left
  const height = Math.max(...all.map((box) => box.y + box.height)) + 40 - top
  return { left, top, k: Math.min(SIZE.width / width, SIZE.height / height) }
}

function paintNodes(
  map: HTMLCanvasElement,
  { boxes, scale }: { readonly boxes: readonly Box[]; readonly scale: Scale },
): PaintedMap {
  const nodes = new OffscreenCanvas(map.width, map.height)
  const style = getComputedStyle(map)
  const [accent, plain] = [style.getPropertyValue('--accent'), style.getPropertyValue('--map-node')]
  const context = nodes.getContext('2d')
  if (context === null) return { nodes, scale, accent }
  const zoom = devicePixelRatio * scale.k
  context.scale(zoom, zoom)
  context.translate(-scale.left, -scale.top)
  for (const box of boxes) {
    context.fillStyle = box.isChosen ? accent : plain
    context.fillRect(box.x, box.y, box.width, box.height)
  }
  return { nodes, scale, accent }
}
