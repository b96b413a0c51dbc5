import {
  cardWidth,
  type FrameloomArea,
  isManifestNode,
  isManifestWire,
  nodeGeometry,
  portsHeight,
  type Scheme,
  type WireBox,
} from '@frameloom/rete-plugin'
import type { NodeEditor } from 'rete'
import type { Size } from '../graph/arrange.js'
import type { Point } from '../graph/edits.js'
import type { CanvasFace, Transform } from '../studio/canvas-face.js'
import type { ZoomGesture } from './zoom-gesture.js'
import { clampZoom, LEGIBLE, READABLE } from './zoom-limits.js'

/** Pixels between what is fitted and the edge. */
const MARGIN = 32

export type Viewport = Omit<CanvasFace, 'addPoint' | 'destroy' | 'openSeen' | 'reveal' | 'shown'>

export interface ViewportOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: FrameloomArea
  readonly zooming: ZoomGesture
}

/** What of the canvas is seen, and how it is moved. */
export function viewport({ editor, area, zooming }: ViewportOptions): Viewport {
  const { container } = area
  const transform = (): Transform => area.area.transform

  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const last: { isFar: boolean; fit?: Transform; size?: Size | undefined } = { isFar: false }
  area.addPipe((signal) => {
    if (signal.type === 'translated' || signal.type === 'zoomed') tell()
    return signal
  })

  /** Opening cards takes longer than a display frame, so a hand that zooms into them sees them when it rests. */
  function isFar(): boolean {
    last.isFar = transform().k < (zooming.isOn() && last.isFar ? LEGIBLE : READABLE)
    return last.isFar
  }
  zooming.onChange(tell)

  /** The container's, asked for once: asking while the view moves would make the browser lay out. */
  function size(): Size {
    last.size ??= { width: container.clientWidth, height: container.clientHeight }
    return last.size
  }

  function moveTo({ x, y, k }: Transform) {
    const zoom = clampZoom(k)
    area.area.transform.k = zoom
    void area.area.translate(x, y)
  }

  function zoomTo(zoom: number) {
    const { x, y, k } = transform()
    const next = clampZoom(zoom)
    const { width, height } = size()
    const at = { x: width / 2, y: height / 2 }
    moveTo({ k: next, x: at.x - ((at.x - x) * next) / k, y: at.y - ((at.y - y) * next) / k })
  }

  function sizeOf(id: string): Size {
    const element = area.nodeViews.get(id)?.element
    const node = editor.getNode(id)
    const width = isManifestNode(node) ? cardWidth(node) : nodeGeometry.width
    const estimate = isManifestNode(node) ? portsHeight(node) : nodeGeometry.titleHeight
    return { width: width, height: element?.offsetHeight || estimate }
  }

  function fit(nodes?: Iterable<string>) {
    const cards = [...(nodes ?? area.nodeViews.keys())].flatMap((id) => {
      const view = area.nodeViews.get(id)
      return view === undefined ? [] : [{ ...view.position, ...sizeOf(id) }]
    })
    const points =
      nodes === undefined
        ? editor
            .getConnections()
            .filter(isManifestWire)
            .flatMap((wire) => wire.points)
        : []
    const boxes = [...cards, ...points.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))]
    if (boxes.length === 0) return
    const left = Math.min(...boxes.map(({ x }) => x))
    const top = Math.min(...boxes.map(({ y }) => y))
    const width = Math.max(...boxes.map((box) => box.x + box.width)) - left
    const height = Math.max(...boxes.map((box) => box.y + box.height)) - top
    const { clientWidth, clientHeight } = container
    const k = clampZoom(Math.min((clientWidth - 2 * MARGIN) / width, (clientHeight - 2 * MARGIN) / height, 1))
    last.fit = { k, x: (clientWidth - width * k) / 2 - left * k, y: (clientHeight - height * k) / 2 - top * k }
    moveTo(last.fit)
  }

  /** A view that showed everything still does when the window or a panel changes its size. */
  function resized() {
    last.size = undefined
    const { x, y, k } = transform()
    if (last.fit?.x === x && last.fit.y === y && last.fit.k === k) fit()
    else tell()
  }

  function seen(): WireBox {
    const { x, y, k } = transform()
    const { width, height } = size()
    return { left: -x / k, top: -y / k, right: (width - x) / k, bottom: (height - y) / k }
  }

  function toCanvas({ x, y }: Point): Point {
    const { left, top } = container.getBoundingClientRect()
    const view = transform()
    return { x: (x - left - view.x) / view.k, y: (y - top - view.y) / view.k }
  }

  return {
    element: container,
    transform,
    seen,
    isFar,
    sizeOf,
    toCanvas,
    middle: () => {
      const { left, top, width, height } = container.getBoundingClientRect()
      return toCanvas({ x: left + width / 2, y: top + height / 2 })
    },
    fit,
    zoomTo,
    zoomBy: (factor) => {
      zooming.step()
      zoomTo(transform().k * factor)
    },
    moveTo,
    onMove: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    resized,
  }
}

export const contains = (outer: WireBox, inner: WireBox): boolean =>
  outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom

/** A box with more around it, over its width and height. */
export function grown({ left, top, right, bottom }: WireBox, share: number): WireBox {
  const [dx, dy] = [(right - left) * share, (bottom - top) * share]
  return { left: left - dx, top: top - dy, right: right + dx, bottom: bottom + dy }
}
