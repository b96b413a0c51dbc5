import { MOST_WIRE_POINTS } from '@frameloom/graph'
import type { NodeEditor } from 'rete'
import type { ComputedSocketPositions } from './computed-socket-positions.js'
import type { DocumentMirror } from './document-mirror.js'
import { isManifestWire, type ManifestWire, wirePointId } from './manifest-wire.js'
import type { Scheme } from './scheme.js'
import { indexNear, middleOf, type WireCourse, type WirePoint } from './wire-path.js'

/** A reroute point: its wire, and its index among the points of that wire. */
export interface WirePointRef {
  readonly wire: string
  readonly index: number
}

export interface WireRoutesOptions {
  readonly editor: NodeEditor<Scheme>
  readonly mirror: DocumentMirror
  readonly socketPositions: ComputedSocketPositions
}

/** The reroute points of the wires in an editor, and how they are changed there. The document follows by its mirror. */
export class WireRoutes {
  readonly #options: WireRoutesOptions

  constructor(options: WireRoutesOptions) {
    this.#options = options
  }

  /** Every point, with its place on the canvas. */
  all(): readonly (WirePointRef & WirePoint)[] {
    return this.#wires().flatMap(({ id: wire, points }) => points.map(({ x, y }, index) => ({ wire, index, x, y })))
  }

  /** May this wire be led through points? The host's own may not. */
  isRoutable(wire: string): boolean {
    return this.#wire(wire) !== undefined
  }

  placeOf({ wire, index }: WirePointRef): WirePoint | undefined {
    return this.#wire(wire)?.points[index]
  }

  /**
   * Leads a wire through one more point: at `place`, or in the middle of its longest stretch. Returns the point; nothing where the
   * wire is not shown, or has as many as it may (`MOST_WIRE_POINTS`).
   */
  add(wire: string, place?: WirePoint): WirePointRef | undefined {
    const course = this.#courseOf(wire)
    if (course === undefined || course.points.length >= MOST_WIRE_POINTS) return undefined
    const { index, place: at } = place === undefined ? middleOf(course) : { index: indexNear(course, place), place }
    this.#options.mirror.route(wire, course.points.toSpliced(index, 0, at))
    return { wire, index }
  }

  /** Moves the points whose ids (`wirePointId`) are chosen by the same way. */
  move(chosen: ReadonlySet<string>, by: WirePoint): void {
    if (chosen.size === 0) return
    for (const { id, points } of this.#wires()) {
      const isChosen = points.map((_, index) => chosen.has(wirePointId(id, index)))
      if (!isChosen.includes(true)) continue
      const moved = points.map((point, index) =>
        isChosen[index] === true ? { ...point, x: point.x + by.x, y: point.y + by.y } : point,
      )
      this.#options.mirror.route(id, moved)
    }
  }

  #wire(id: string): ManifestWire | undefined {
    const wire = this.#options.editor.getConnection(id)
    return isManifestWire(wire) ? wire : undefined
  }

  #wires(): readonly ManifestWire[] {
    return this.#options.editor.getConnections().filter(isManifestWire)
  }

  #courseOf(id: string): WireCourse | undefined {
    const wire = this.#wire(id)
    if (wire === undefined) return undefined
    const { socketPositions } = this.#options
    const start = socketPositions.positionOf(wire.source, 'output', wire.sourceOutput)
    const end = socketPositions.positionOf(wire.target, 'input', wire.targetInput)
    return start === undefined || end === undefined ? undefined : { start, points: wire.points, end }
  }
}
