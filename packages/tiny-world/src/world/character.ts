import { clamp, type Colour, lit } from './colour.js'
import type { Courses } from './courses.js'
import { GROUND_LINE } from './landscape.js'
import { dimmedLight } from './palette.js'
import type { Cover, Painter } from './painter.js'
import { COLOURS, type ColourName, MARKS, type Shape } from './scene.js'

/** Of the ball, in units; other shapes follow it. */
export const RADIUS = 10
const HOP_HEIGHT = 6
/** Between the character's turning points and the picture's sides, in units. */
export const MARGIN = 15
/** The rim's width in units. */
export const RIM = 1.3
export const RIM_COLOUR: Colour = [0.07, 0.06, 0.1]
const FOOT = GROUND_LINE + 7

/** What the character is. */
export interface Look {
  readonly colour: ColourName
  readonly shape: Shape
  readonly mark: number
}

/** Where it is: its middle in units, how much it is squashed (1: not), and where it looks. */
export interface Stance {
  readonly x: number
  readonly y: number
  readonly squash: number
  readonly facing: 1 | -1
}

/** Signed distance to the character's outline, `u` right and `v` down from its middle. */
export function outline(shape: Shape, u: number, v: number): number {
  if (shape === 'ball') return Math.hypot(u, v) - RADIUS
  if (shape === 'box') return Math.max(Math.abs(u), Math.abs(v)) - 0.88 * RADIUS
  if (shape === 'cone') {
    return Math.max((1.9 * Math.abs(u) - (v + 1.15 * RADIUS)) / 2.15, v - 0.85 * RADIUS)
  }
  return (Math.abs(u) + Math.abs(v)) * 0.7071 - 0.8 * RADIUS
}

/** Below 0 inside the mark on the belly, in units from its edge. */
export const bellyDistance = (u: number, v: number): number =>
  (Math.hypot(u / (0.44 * RADIUS), (v - 0.36 * RADIUS) / (0.3 * RADIUS)) - 1) * 0.3 * RADIUS

/** Where the character is at a share of its hop and of its walk. */
export function stance({ walk, hop, facing }: Pick<Courses, 'walk' | 'hop' | 'facing'>, width: number): Stance {
  const rise = Math.sin(Math.PI * hop)
  const squash = 1 - 0.16 * clamp(1 - rise) ** 4
  return { x: MARGIN + (width - 2 * MARGIN) * walk, y: FOOT - RADIUS * squash - HOP_HEIGHT * rise, squash, facing }
}

/** The part of the picture, in units, that the character and its shadow may cover. */
export const characterRegion = ({ x, y }: Pick<Stance, 'x' | 'y'>) => ({
  left: x - 1.7 * RADIUS,
  right: x + 1.7 * RADIUS,
  top: y - 1.5 * RADIUS,
  bottom: FOOT + 4,
})

/** Shadow, body with a dark rim, mark and eyes; returns the body's coverage. */
export function paintCharacter(
  painter: Painter,
  { colour, shape, mark }: Look,
  { light, ...at }: Stance & { readonly light: Colour },
): Cover {
  const { x: cx, y: cy, squash, facing } = at
  const region = characterRegion(at)
  const shadow = (x: number, y: number) => Math.hypot((x - cx) / (0.95 * RADIUS), (y - FOOT) / 2.2)
  painter.lay((x, y) => 0.45 * clamp(1.6 - 1.6 * shadow(x, y)), [0.05, 0.05, 0.1], region)
  const dimmed = dimmedLight(light)
  const inside = (distance: (u: number, v: number) => number, inner: Colour) =>
    painter.lay((x, y) => painter.edge(distance((x - cx) * squash, (y - cy) / squash)), inner, region)
  const body: Cover = (x, y) => painter.edge(outline(shape, (x - cx) * squash, (y - cy) / squash))
  painter.lay(body, RIM_COLOUR, region)
  inside((u, v) => outline(shape, u, v) + RIM, lit(COLOURS[colour], dimmed))
  inside(bellyDistance, lit(MARKS[mark] ?? RIM_COLOUR, dimmed))
  for (const side of [-1, 1]) {
    const [eyeX, eyeY] = [facing * 0.18 * RADIUS + side * 0.3 * RADIUS, -0.22 * RADIUS]
    inside((u, v) => Math.hypot(u - eyeX, v - eyeY) - 2.2, [1, 1, 1])
    inside((u, v) => Math.hypot(u - eyeX - 0.7 * facing, v - eyeY) - 1.2, [0.05, 0.05, 0.08])
  }
  return body
}
