/** A place on the canvas, in pixels at zoom 1. */
export interface WirePoint {
  readonly x: number
  readonly y: number
}

/** What a wire leads through, from its output to its input. */
export interface WireCourse {
  readonly start: WirePoint
  readonly points: readonly WirePoint[]
  readonly end: WirePoint
}

/** A cubic Bézier curve: where it begins, its two handles, where it ends. */
type Cubic = readonly [WirePoint, WirePoint, WirePoint, WirePoint]

/** Length of the handles at ports over the way to the next place, as Rete's own wires have it. */
const CURVATURE = 0.3
/** Length of the handles at reroute points over the way to the neighbour: Catmull and Rom's third. */
const SLACK = 1 / 3
/** Shortest handle of a point where the wire turns back, in pixels at zoom 1. */
const TURN = 14
/** Places on a curve that are compared with the pointer. */
const SAMPLES = 24

/** The `d` of a wire that leaves its output to the right, enters its input from the left, and has no corner at any point. */
export function wirePath(course: WireCourse): string {
  const curves = curvesOf(course).map((curve) => `C ${curve.slice(1).map(inWords).join(' ')}`)
  return [`M ${inWords(course.start)}`, ...curves].join(' ')
}

/** A rectangle on the canvas, in pixels at zoom 1. */
export interface WireBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** What a wire lies in: the box around its places and their handles. */
export function wireBox(course: WireCourse): WireBox {
  const places = curvesOf(course).flat()
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** The index at which a new reroute point at `place` goes into the points of a wire: behind those it is led through before. */
export function indexNear(course: WireCourse, place: WirePoint): number {
  const distances = curvesOf(course).map((curve) => distanceTo(curve, place))
  return distances.indexOf(Math.min(...distances))
}

/** The middle of the longest stretch of a wire, and the index that a reroute point there gets. */
export function middleOf(course: WireCourse): { readonly index: number; readonly place: WirePoint } {
  const curves = curvesOf(course)
  const lengths = curves.map(([from, , , to]) => distance(from, to))
  const index = lengths.indexOf(Math.max(...lengths))
  const [curve] = curves.slice(index)
  return { index, place: curve === undefined ? course.start : along(curve, 0.5) }
}

/** One curve between each two neighbours. */
function curvesOf({ start, points, end }: WireCourse): Cubic[] {
  const places = [start, ...points, end]
  return places.slice(1).map((to, index) => {
    const from = places[index] ?? start
    const before = places[index - 1]
    const behind = places[index + 2]
    const reach = Math.max(Math.abs(to.y - from.y) / 2, Math.abs(to.x - from.x)) * CURVATURE
    const length = distance(from, to) * SLACK
    const leaving = before === undefined ? { x: from.x + reach, y: from.y } : handle([before, from, to], length)
    const arriving = behind === undefined ? { x: to.x - reach, y: to.y } : handle([from, to, behind], -length)
    return [from, leaving, arriving, to]
  })
}

/**
 * The handle of a point on the line that halves its turn; the sharper the turn, the shorter, so that no wire swings past its
 * point. Both handles of a point lie on one line: there is no corner.
 * @param length at a point without a turn; negative towards the neighbour before
 */
function handle([before, at, behind]: readonly [WirePoint, WirePoint, WirePoint], length: number): WirePoint {
  const [coming, going] = [direction(before, at), direction(at, behind)]
  const sum = { x: coming.x + going.x, y: coming.y + going.y }
  const straightness = Math.hypot(sum.x, sum.y) / 2
  if (straightness === 0) return at
  const reach = Math.min(Math.abs(length), Math.max(Math.abs(length) * straightness, TURN)) * Math.sign(length)
  return { x: at.x + ((sum.x / 2) * reach) / straightness, y: at.y + ((sum.y / 2) * reach) / straightness }
}

const inWords = ({ x, y }: WirePoint): string => `${x} ${y}`

const distance = (a: WirePoint, b: WirePoint): number => Math.hypot(b.x - a.x, b.y - a.y)

/** Of length 1, or 0 where both are one place. */
function direction(from: WirePoint, to: WirePoint): WirePoint {
  const length = distance(from, to)
  return length === 0 ? { x: 0, y: 0 } : { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
}

function distanceTo(curve: Cubic, place: WirePoint): number {
  const samples = Array.from({ length: SAMPLES + 1 }, (_, index) => along(curve, index / SAMPLES))
  return Math.min(...samples.map((sample) => distance(sample, place)))
}

/** @param t from 0 (its begin) to 1 (its end) */
function along([a, b, c, d]: Cubic, t: number): WirePoint {
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3] as const
  const mix = (axis: 'x' | 'y') =>
    a[axis] * weights[0] + b[axis] * weights[1] + c[axis] * weights[2] + d[axis] * weights[3]
  return { x: mix('x'), y: mix('y') }
}
