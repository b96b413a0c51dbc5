import { bellyDistance, outline, RADIUS, RIM } from '../world/character.js'
import { clamp } from '../world/colour.js'
import type { Shape } from '../world/scene.js'

/** One place of the character: how much of it shows the body's colour; the rest is rim. */
export interface Spot {
  /** From its middle, in units. */
  readonly dx: number
  readonly dy: number
  readonly body: number
}

export interface SilhouetteRequest {
  readonly shape: Shape
  readonly squash: number
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
/** Half the width and height of the band in which the eyes are, whichever way it looks, and the height of their middles. */
const EYES = { wide: 0.48 * RADIUS + 2.2, high: 2.2, at: -0.22 * RADIUS }

/**
 * Where a character covers a picture wholly, and with what: all but its mark, whose colour is hidden, its softest edge, where the
 * background shows through, and its eyes, which say nothing of what it is and are the first that a soft drawing loses.
 */
export function silhouette(request: SilhouetteRequest): Spot[] {
  const { shape, squash, size, step, softness = step, shift = [0, 0] } = request
  const spots: Spot[] = []
  const steps = Math.ceil((REACH * size) / step)
  const edge = (distance: number) => clamp(0.5 - (distance * size) / softness)
  for (let row = -steps; row <= steps; row++) {
    for (let column = -steps; column <= steps; column++) {
      const [dx, dy] = [(column + shift[0]) * step, (row + shift[1]) * step]
      const [u, v] = [(dx * squash) / size, dy / squash / size]
      if (Math.abs(u) < EYES.wide && Math.abs(v - EYES.at) < EYES.high) continue
      const distance = outline(shape, u, v)
      if (edge(distance) < 0.95 || bellyDistance(u, v) < 0.5) continue
      spots.push({ dx, dy, body: edge(distance + RIM) })
    }
  }
  return spots
}
