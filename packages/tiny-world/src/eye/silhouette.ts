import { bellyDistance, outline, RADIUS, RIM, RIM_COLOUR } from '../world/character.js'
import { clamp, type Colour, mix } from '../world/colour.js'
import type { Shape } from '../world/scene.js'

/** One place of the character: how much of it shows the body's colour, and what the rest adds (rim, eyes). */
export interface Spot {
  /** From its middle, in units. */
  readonly dx: number
  readonly dy: number
  readonly body: number
  readonly rest: Colour
}

export interface SilhouetteRequest {
  readonly shape: Shape
  readonly squash: number
  readonly facing: 1 | -1
  /** Of the whole character; 1: the world's own. */
  readonly size: number
  /** Units between spots. */
  readonly step: number
  /** Width of edges in units: a pixel. Default: the step. */
  readonly softness?: number
  /** Of the first spot against the middle, in steps, 0 to 1: where the picture's pixels lie. */
  readonly shift?: readonly [x: number, y: number]
}

/** Units around the middle that spots may reach. */
const REACH = 13
const EYE: Colour = [1, 1, 1]
const PUPIL: Colour = [0.05, 0.05, 0.08]

/**
 * Where a character covers a picture wholly, and with what: all but its mark, whose colour is hidden, and its softest edge, where
 * the background shows through.
 */
export function silhouette(request: SilhouetteRequest): Spot[] {
  const { shape, squash, facing, size, step, softness = step, shift = [0, 0] } = request
  const spots: Spot[] = []
  const steps = Math.ceil((REACH * size) / step)
  const edge = (distance: number) => clamp(0.5 - (distance * size) / softness)
  for (let row = -steps; row <= steps; row++) {
    for (let column = -steps; column <= steps; column++) {
      const [dx, dy] = [(column + shift[0]) * step, (row + shift[1]) * step]
      const [u, v] = [(dx * squash) / size, dy / squash / size]
      const distance = outline(shape, u, v)
      if (edge(distance) < 0.95 || bellyDistance(u, v) < 0.5) continue
      let body = edge(distance + RIM)
      let rest = scaled(RIM_COLOUR, 1 - body)
      for (const side of [-1, 1]) {
        const eyeX = u - facing * 0.18 * RADIUS - side * 0.3 * RADIUS
        const eyeY = v + 0.22 * RADIUS
        const eye = edge(Math.hypot(eyeX, eyeY) - 2.2)
        const pupil = edge(Math.hypot(eyeX - 0.7 * facing, eyeY) - 1.2)
        body *= (1 - eye) * (1 - pupil)
        rest = mix(mix(rest, EYE, eye), PUPIL, pupil)
      }
      spots.push({ dx, dy, body, rest })
    }
  }
  return spots
}

const scaled = ([red, green, blue]: Colour, share: number): Colour => [red * share, green * share, blue * share]
