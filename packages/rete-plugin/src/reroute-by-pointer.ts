import type { DocumentMirror } from './document-mirror.js'
import type { HostArea } from './host.js'
import { wirePointId } from './manifest-wire.js'
import type { WirePoint } from './wire-path.js'
import type { WirePointRef, WireRoutes } from './wire-routes.js'

export interface RerouteOptions {
  readonly area: HostArea
  readonly mirror: DocumentMirror
  readonly routes: WireRoutes
  /** Where a dragged point rests that the pointer has at `place`, for example on a grid. Left out: right there. */
  readonly rest?: (place: WirePoint, event: PointerEvent) => WirePoint
  /** A point was pressed, before it may be dragged. */
  readonly pressed?: (point: WirePointRef, event: PointerEvent) => void
  /** A point was added. */
  readonly added?: (point: WirePointRef) => void
  /** A point was dragged by this way: move along what belongs to it. */
  readonly dragged?: (point: WirePointRef, by: WirePoint) => void
  /** A wire has as many points as it may. */
  readonly full?: () => void
}

/** Pixels that the pointer may tremble within a click. */
const TREMBLE = 3

/**
 * Reroute points by pointer: a double click on a wire adds one, Alt and a press adds one and holds it, a press on one drags it. A
 * whole drag is one change of the document. Returns how to stop that.
 */
export function rerouteByPointer(options: RerouteOptions): () => void {
  const { area, mirror, routes } = options
  const { container } = area
  const abort = new AbortController()
  const { signal } = abort
  // Before Rete's own drag, which would pan the canvas.
  area.area.content.holder.addEventListener('pointerdown', down, { signal })
  // Before Rete's own double click, which would zoom.
  container.addEventListener('dblclick', addHere, { signal, capture: true })

  function down(event: PointerEvent) {
    const under = underPointer(event.target)
    if (event.button !== 0 || under === undefined) return
    const { wire, index } = under
    if (index === undefined && !(event.altKey && routes.isRoutable(wire))) return
    event.stopPropagation()
    void mirror.gesture(async () => {
      const point = index === undefined ? add(wire, event) : { wire, index }
      if (point === undefined) return
      if (index !== undefined) options.pressed?.(point, event)
      await drag(point, event)
    })
  }

  function addHere(event: MouseEvent) {
    const under = underPointer(event.target)
    if (under === undefined || !routes.isRoutable(under.wire)) return
    event.stopPropagation()
    if (under.index === undefined) add(under.wire, event)
  }

  function add(wire: string, event: MouseEvent): WirePointRef | undefined {
    const point = routes.add(wire, onCanvas(event))
    if (point === undefined) options.full?.()
    else options.added?.(point)
    return point
  }

  /** Resolves when the point is let go. */
  function drag(point: WirePointRef, start: PointerEvent): Promise<void> {
    const origin = routes.placeOf(point)
    const from = onCanvas(start)
    const gesture = new AbortController()
    const until = { signal: AbortSignal.any([gesture.signal, signal]) }
    let moves = false

    function move(event: PointerEvent) {
      moves ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > TREMBLE
      const now = routes.placeOf(point)
      if (!moves || origin === undefined || now === undefined) return
      const { x, y } = onCanvas(event)
      const free = { x: origin.x + x - from.x, y: origin.y + y - from.y }
      const to = options.rest?.(free, event) ?? free
      const by = { x: to.x - now.x, y: to.y - now.y }
      if (by.x === 0 && by.y === 0) return
      routes.move(new Set([wirePointId(point.wire, point.index)]), by)
      options.dragged?.(point, by)
    }

    return new Promise((resolve) => {
      until.signal.addEventListener('abort', () => resolve())
      addEventListener('pointermove', move, until)
      addEventListener('pointerup', () => gesture.abort(), until)
      addEventListener('pointercancel', () => gesture.abort(), until)
    })
  }

  function onCanvas({ clientX, clientY }: MouseEvent): WirePoint {
    const { left, top } = container.getBoundingClientRect()
    const { x, y, k } = area.area.transform
    return { x: (clientX - left - x) / k, y: (clientY - top - y) / k }
  }

  return () => abort.abort()
}

/** The wire under the pointer, and the index of its reroute point where the pointer is on one. */
function underPointer(target: EventTarget | null): { readonly wire: string; readonly index?: number } | undefined {
  if (!(target instanceof Element)) return undefined
  const wire = target.closest<SVGElement>('.fl-wire')?.dataset['wire']
  const index = target.closest<SVGElement>('.fl-point')?.dataset['point']
  if (wire === undefined) return undefined
  return index === undefined ? { wire } : { wire, index: Number(index) }
}
