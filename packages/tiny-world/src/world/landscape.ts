import { clamp, type Colour, lit } from './colour.js'
import { type Courses, layerX } from './courses.js'
import { BLOOM, CAP, PALETTES } from './palette.js'
import type { Painter } from './painter.js'
import { type Biome, LANDMARKS, LAYER_PERIOD } from './scene.js'

/** Height of the horizon, where ground begins, in units from the top. */
export const GROUND_LINE = 46

/** The two ridges: base and largest rise of each, in units. */
export const RIDGES = [
  { layer: 'far', base: 38, rise: 20 },
  { layer: 'mid', base: 47, rise: 18 },
] as const

/** Harmonic along the ground's period, phase, and slant of each wave of the ground's texture. */
const TEXTURE = [
  [5, 0.4, 3],
  [9, 2, -4],
  [13, 4.1, 5],
] as const

/** Height of a layer's ridge over its base, in [0, 1], at `place`, a share of the layer's period. */
export function ridge(biome: Biome, layer: 'far' | 'mid', place: number): number {
  const turn = 2 * Math.PI * place + (layer === 'far' ? 0 : 2.1)
  const wave = (harmonic: number, phase: number) => Math.sin(harmonic * turn + phase)
  const smooth = 0.5 + 0.25 * wave(2, 0.3) + 0.16 * wave(3, 1.7) + 0.09 * wave(5, 0.9)
  if (biome === 'desert') return 0.7 * (0.5 + 0.5 * wave(2, 0.3)) ** 2 + 0.3 * (0.5 + 0.5 * wave(3, 1.1))
  if (biome === 'snow') {
    const peak = 1 - Math.abs(Math.asin(wave(3, 0.4) * 0.99) / (0.5 * Math.PI))
    return 0.15 + 0.6 * peak + 0.25 * smooth
  }
  if (biome === 'forest') return 0.25 + 0.5 * smooth + 0.12 * wave(7, 0)
  if (biome === 'canyon') return 0.5 + 0.36 * Math.tanh(3 * wave(2, 0.2) + 1.2 * wave(3, 1))
  return smooth
}

/** Height of a ridge's line at picture x, in units from the top. */
export function ridgeTop(
  biome: Biome,
  { layer, base, rise }: (typeof RIDGES)[number],
  place: { readonly x: number; readonly offset: number },
): number {
  return base - rise * ridge(biome, layer, place.x / LAYER_PERIOD + place.offset)
}

/** Two ridges, the ground with its texture, and the landmarks that stand on it. */
export function paintLand(
  painter: Painter,
  { biome, bloom, light }: { readonly biome: Biome; readonly bloom: number; readonly light: Colour },
  offsets: Pick<Courses, 'far' | 'mid' | 'ground'>,
): void {
  const palette = PALETTES[biome]
  for (const layer of RIDGES) {
    const tops = new Map<number, number>()
    const top = (x: number) => {
      const known = tops.get(x) ?? ridgeTop(biome, layer, { x, offset: offsets[layer.layer] })
      tops.set(x, known)
      return known
    }
    const region = { top: layer.base - layer.rise - 2 }
    painter.lay((x, y) => painter.edge((top(x) - y) * 0.8), lit(palette[layer.layer], light), region)
    if (biome !== 'snow') continue
    const foot = layer.base - 0.62 * layer.rise
    painter.lay((x, y) => painter.edge(Math.max(top(x) - y, y - foot) * 0.8), lit(CAP, light), region)
  }
  const ground = (y: number) => painter.edge(GROUND_LINE - y)
  painter.lay((_, y) => ground(y), lit(palette.ground, light), { top: GROUND_LINE - 1 })
  painter.lay(
    (x, y) => ground(y) * clamp(1.2 * groundTexture(x / LAYER_PERIOD + offsets.ground, y) - 0.3),
    lit(palette.texture, light),
    { top: GROUND_LINE - 1 },
  )
  for (const [index, place] of LANDMARKS.entries()) {
    const crown = blooms(bloom, index) ? BLOOM : palette.crown
    const colours = { crown: lit(crown, light), trunk: lit(palette.trunk, light) }
    paintLandmark(painter, { biome, cx: layerX(place, offsets.ground) }, colours)
  }
}

/** Whether landmark `index` blooms. */
export const blooms = (bloom: number, index: number): boolean => ((bloom >> index) & 1) === 1

/** The ground's pattern at `place`, a share of its period, and height `y`, in units from the top. */
export function groundTexture(place: number, y: number): number {
  const turn = 2 * Math.PI * place
  const depth = (y - GROUND_LINE) / 18
  return TEXTURE.reduce((sum, [harmonic, phase, slant]) => sum + Math.sin(harmonic * turn + phase + slant * depth), 0)
}

/** Half the width that a landmark takes at most, in units. */
export const LANDMARK_REACH = 10

const FOOT = GROUND_LINE + 1.5

/** A tree, cactus, pine or rock, standing on the ground line at picture x `cx`. */
function paintLandmark(
  painter: Painter,
  { biome, cx }: { readonly biome: Biome; readonly cx: number },
  { crown, trunk }: { readonly crown: Colour; readonly trunk: Colour },
): void {
  const region = { left: cx - LANDMARK_REACH, right: cx + LANDMARK_REACH, top: FOOT - 24, bottom: FOOT + 1 }
  if (biome !== 'desert' && biome !== 'canyon') {
    const stem = (x: number, y: number) => Math.max(Math.abs(x - cx) - 1.6, Math.max(y - FOOT, FOOT - 10 - y))
    painter.lay((x, y) => painter.edge(stem(x, y)), trunk, region)
  }
  painter.lay((x, y) => painter.edge(crownDistance(biome, x - cx, y)), crown, region)
}

/** Signed distance to the outline of a landmark's crown, `u` units right of its middle, at height `y`. */
export function crownDistance(biome: Biome, u: number, y: number): number {
  const across = Math.abs(u)
  if (biome === 'meadow') return Math.hypot(across, y - FOOT + 14) - 7
  if (biome === 'desert') {
    const body = Math.max(across - 2.2, Math.max(y - FOOT, FOOT - 17 - y))
    const arm = Math.max(Math.abs(across - 5.5) - 1.4, Math.abs(y - FOOT + 10) - 3.5)
    const bridge = Math.max(across - 5.5, Math.abs(y - FOOT + 7) - 1.3)
    return Math.min(body, arm, bridge)
  }
  if (biome === 'canyon') return Math.max(8 * (Math.hypot(across / 8, (y - FOOT) / 9) - 1), y - FOOT)
  return Math.max((2.6 * across - (y - FOOT + 22)) / 2.8, y - FOOT + 4)
}
