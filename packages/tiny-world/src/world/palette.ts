import { type Colour, mix } from './colour.js'
import { type Biome, wrapped } from './scene.js'

/** What light makes of each hour: dawn, noon, dusk, night. */
type ByTime = readonly [dawn: Colour, noon: Colour, dusk: Colour, night: Colour]

export const ZENITH: ByTime = [
  [0.42, 0.46, 0.8],
  [0.22, 0.52, 0.95],
  [0.36, 0.24, 0.6],
  [0.07, 0.09, 0.28],
]
export const HORIZON: ByTime = [
  [1, 0.74, 0.52],
  [0.76, 0.9, 1],
  [1, 0.48, 0.34],
  [0.22, 0.27, 0.52],
]
/** What the land's colours are multiplied by. */
const LIGHT: ByTime = [
  [0.95, 0.82, 0.8],
  [1, 1, 1],
  [0.9, 0.68, 0.66],
  [0.46, 0.52, 0.74],
]

/** Colours of a biome under white light. */
export interface Palette {
  readonly far: Colour
  readonly mid: Colour
  readonly ground: Colour
  readonly texture: Colour
  readonly crown: Colour
  readonly trunk: Colour
}

export const PALETTES: Readonly<Record<Biome, Palette>> = {
  meadow: {
    far: [0.52, 0.72, 0.58],
    mid: [0.36, 0.66, 0.34],
    ground: [0.48, 0.78, 0.32],
    texture: [0.38, 0.64, 0.24],
    crown: [0.2, 0.5, 0.18],
    trunk: [0.42, 0.28, 0.16],
  },
  desert: {
    far: [0.86, 0.66, 0.46],
    mid: [0.9, 0.74, 0.44],
    ground: [0.96, 0.84, 0.56],
    texture: [0.86, 0.7, 0.42],
    crown: [0.24, 0.54, 0.3],
    trunk: [0.24, 0.54, 0.3],
  },
  snow: {
    far: [0.58, 0.66, 0.8],
    mid: [0.46, 0.54, 0.7],
    ground: [0.92, 0.95, 1],
    texture: [0.78, 0.84, 0.94],
    crown: [0.16, 0.36, 0.34],
    trunk: [0.34, 0.24, 0.18],
  },
  forest: {
    far: [0.36, 0.56, 0.5],
    mid: [0.18, 0.42, 0.28],
    ground: [0.34, 0.48, 0.22],
    texture: [0.26, 0.36, 0.16],
    crown: [0.1, 0.3, 0.14],
    trunk: [0.3, 0.2, 0.12],
  },
  canyon: {
    far: [0.74, 0.46, 0.4],
    mid: [0.78, 0.38, 0.24],
    ground: [0.84, 0.52, 0.32],
    texture: [0.7, 0.4, 0.24],
    crown: [0.58, 0.28, 0.18],
    trunk: [0.58, 0.28, 0.18],
  },
}
/** Crown of a landmark that blooms. */
export const BLOOM: Colour = [0.95, 0.4, 0.62]
/** Snow's caps. */
export const CAP: Colour = [0.95, 0.97, 1]

/** An entry of `table` for any hour: smooth between dawn, noon, dusk and night. */
export function byDay(table: ByTime, day: number): Colour {
  const place = wrapped(day * 4, 4)
  const low = Math.floor(place)
  const share = place - low
  return mix(table[low % 4] ?? table[0], table[(low + 1) % 4] ?? table[0], share * share * (3 - 2 * share))
}

/** The light on the land. */
export const lightAt = (day: number): Colour => byDay(LIGHT, day)

/** The light on the character and its mark, which never gets as dim. */
export const dimmedLight = (light: Colour): Colour => [
  light[0] * 0.35 + 0.65,
  light[1] * 0.35 + 0.65,
  light[2] * 0.35 + 0.65,
]
