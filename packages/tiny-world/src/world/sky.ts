import { clamp, type Colour, mix } from './colour.js'
import { layerX } from './courses.js'
import { GROUND_LINE } from './landscape.js'
import { byDay, HORIZON, lightAt, ZENITH } from './palette.js'
import type { Painter } from './painter.js'
import { wrapped } from './scene.js'

/** Place in the far layer, height and half width of each cloud. */
export const CLOUDS = [
  [0.1, 10, 13],
  [0.36, 16, 10],
  [0.62, 9, 12],
  [0.87, 14, 11],
] as const

interface Light {
  readonly rises: number
  readonly radius: number
  readonly colour: Colour
}

const SUN: Light = { rises: 0, radius: 5.5, colour: [1, 0.95, 0.62] }
const MOON: Light = { rises: 0.5, radius: 4.5, colour: [0.92, 0.94, 1] }

/** The sky's colour at height `y`. */
export const skyColour = (day: number, y: number): Colour =>
  mix(byDay(ZENITH, day), byDay(HORIZON, day), clamp(y / GROUND_LINE))

/** Sky, sun, moon, and clouds that move with the far layer, `far` shares of its period. */
export function paintSky(painter: Painter, day: number, far: number): void {
  painter.fill((y) => skyColour(day, y))
  paintSunAndMoon(painter, day)
  paintClouds(painter, day, far)
}

export function paintSunAndMoon(painter: Painter, day: number): void {
  for (const { rises, radius, colour } of [SUN, MOON]) {
    const { cx, cy } = lightPlace(day, rises, painter.width)
    const away = (x: number, y: number) => Math.hypot(x - cx, y - cy) - radius
    const reach = radius + 10
    const region = { left: cx - reach, right: cx + reach, top: cy - reach, bottom: cy + reach }
    painter.lay((x, y) => 0.35 * clamp(1 - away(x, y) / 9), colour, region)
    painter.lay((x, y) => painter.edge(away(x, y)), colour, region)
  }
}

/** Where a light that rises at the hour `rises` stands in a picture `width` units wide, in units. */
export function lightPlace(day: number, rises: number, width: number): { readonly cx: number; readonly cy: number } {
  const share = (wrapped(day - rises + 0.25) - 0.25) / 0.5
  return { cx: width * (0.08 + 0.84 * share), cy: 32 - 24 * Math.sin(Math.PI * clamp(share, -0.2, 1.2)) }
}

function paintClouds(painter: Painter, day: number, far: number): void {
  const colour = mix([1, 1, 1], lightAt(day), 0.9)
  for (const [place, height, half] of CLOUDS) {
    const cx = layerX(place, far)
    painter.lay(
      (x, y) => {
        const bump = Math.hypot((x - cx) / half, (y - height) / 3.6)
        const puff = Math.hypot((x - cx - 2) / (0.5 * half), (y - height + 2.6) / 3.4)
        return clamp(3 * Math.max(clamp(1 - bump), clamp(1 - puff)), 0, 0.9)
      },
      colour,
      { left: cx - half - 1, right: cx + half + 1, top: height - 7, bottom: height + 5 },
    )
  }
}
