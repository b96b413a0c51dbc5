import type { NodeEditor } from 'rete'
import type { ComputedSocketPositions } from './computed-socket-positions.js'
import { hearing, type HostArea } from './host.js'
import { isManifestNode } from './manifest-node.js'
import { isManifestWire, wirePointId } from './manifest-wire.js'
import type { Scheme } from './scheme.js'
import { frameloomColors, type SocketColors, socketLook } from './socket-look.js'
import { type WireBox, wireBox, wirePath, type WirePoint } from './wire-path.js'

export interface WireDrawingOptions {
  readonly editor: NodeEditor<Scheme>
  readonly area: HostArea
  readonly socketPositions: ComputedSocketPositions
  readonly colors?: SocketColors
  /** Is the reroute point of this id (`wirePointId`) selected? Draw the wire anew (`area.update`) when that changes. */
  readonly isChosen?: (point: string) => boolean
}

/** A wire as it is drawn now. */
export interface DrawnWire {
  /** Rete's element for the wire; the drawing is in it. */
  readonly element: HTMLElement
  /** Its `d`. */
  readonly path: string
  /** CSS colour. */
  readonly color: string
  readonly box: WireBox
}

/** Every wire whose ends are known. */
export type WireDrawing = () => Iterable<DrawnWire>

type Ends = { start?: WirePoint | undefined; end?: WirePoint | undefined }

interface Drawing {
  readonly svg: SVGSVGElement
  readonly hit: SVGPathElement
  readonly line: SVGPathElement
  readonly points: SVGGElement[]
  readonly stop: () => void
  /** Draws the wire where its ends and its reroute points are now. */
  readonly draw: () => void
  readonly ends: Ends
  drawn?: DrawnWire
}

const SIZE = { dot: 4.5, hit: 12 }

/**
 * Draws wires in the colour of their value, through their reroute points; wires of streams are dashed. It makes the elements itself:
 * a renderer's root for every wire costs more than everything else of a large graph. Tell the renderer to draw none
 * (`customize: { connection: () => null }`).
 */
export function drawWires(options: WireDrawingOptions): WireDrawing {
  const { editor, area, socketPositions, colors = frameloomColors, isChosen } = options
  const drawings = new Map<HTMLElement, Drawing>()

  area.addPipe(
    hearing((signal) => {
      if (signal.type === 'render' && signal.data.type === 'connection') {
        const { element, payload, start, end } = signal.data
        const drawing = drawings.get(element) ?? begin(element, payload)
        // The end that follows the pointer while a wire is drawn.
        if (start !== undefined) drawing.ends.start = start
        if (end !== undefined) drawing.ends.end = end
        drawing.draw()
      }
      if (signal.type === 'unmount') {
        drawings.get(signal.data.element)?.stop()
        drawings.delete(signal.data.element)
      }
    }),
  )

  function begin(element: HTMLElement, wire: Scheme['Connection']): Drawing {
    const svg = svgElement('svg', { class: 'fl-wire', 'data-wire': wire.id, 'aria-hidden': 'true' })
    const [hit, line] = [svgElement('path', { class: 'fl-wire-hit' }), svgElement('path', { class: 'fl-wire-line' })]
    svg.append(hit, line)
    const ends: Ends = {}
    const stops = [
      socketPositions.listen(wire.source, 'output', wire.sourceOutput, (place) => moved('start', place)),
      socketPositions.listen(wire.target, 'input', wire.targetInput, (place) => moved('end', place)),
    ]
    const stop = () => {
      for (const one of stops) one()
      svg.remove()
    }
    const drawing: Drawing = { svg, hit, line, points: [], stop, draw, ends }
    drawings.set(element, drawing)
    // Below the cards, or a wire would take the presses of the ports it leads over.
    element.style.zIndex = '-1'
    return drawing

    function moved(end: keyof Ends, place: WirePoint) {
      ends[end] = place
      if (drawings.has(element)) draw()
    }

    function draw() {
      const { start, end } = ends
      if (start === undefined || end === undefined) return
      const course = { start, points: isManifestWire(wire) ? wire.points : [], end }
      const path = wirePath(course)
      const { color, flow } = lookOf(wire)
      hit.setAttribute('d', path)
      line.setAttribute('d', path)
      svg.style.setProperty('--socket', color)
      if (flow !== undefined) svg.dataset['flow'] = flow
      drawPoints(drawing, wire.id, course.points)
      if (!svg.isConnected) element.append(svg)
      drawing.drawn = { element, path, color, box: wireBox(course) }
    }
  }

  function lookOf({ source, sourceOutput, target, targetInput }: Scheme['Connection']) {
    const from = editor.getNode(source)
    const to = editor.getNode(target)
    const socket =
      (isManifestNode(from) ? from.socket('output', sourceOutput) : undefined) ??
      (isManifestNode(to) ? to.socket('input', targetInput) : undefined)
    if (socket === undefined) return { color: 'currentColor', flow: undefined }
    return { color: socketLook(socket.port, colors).color, flow: socket.port.flow }
  }

  /** Elements stay the same while they are dragged. */
  function drawPoints({ svg, points }: Drawing, wire: string, places: readonly WirePoint[]) {
    for (const gone of points.splice(places.length)) gone.remove()
    for (const [index, { x, y }] of places.entries()) {
      const known = points[index]
      const point = known ?? svgElement('g', { class: 'fl-point', 'data-point': String(index) })
      if (known === undefined) {
        point.append(
          svgElement('circle', { class: 'fl-point-hit', r: String(SIZE.hit) }),
          svgElement('circle', { class: 'fl-point-dot', r: String(SIZE.dot) }),
        )
        points.push(point)
        svg.append(point)
      }
      point.setAttribute('transform', `translate(${x} ${y})`)
      if (isChosen?.(wirePointId(wire, index))) point.dataset['selected'] = ''
      else delete point.dataset['selected']
    }
  }

  return () => [...drawings.values()].flatMap(({ drawn }) => (drawn === undefined ? [] : [drawn]))
}

function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}
