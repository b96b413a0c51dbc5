import type { PixelFrame } from '@frameloom/tensor'
import { type Stance } from '../world/character.js'
import { type Colour, lit } from '../world/colour.js'
import { type Courses, layerX, passing } from '../world/courses.js'
import { blooms, crownDistance, GROUND_LINE, LANDMARK_REACH } from '../world/landscape.js'
import { BLOOM, lightAt, PALETTES } from '../world/palette.js'
import { LANDMARKS, type Scene } from '../world/scene.js'
import { ColourGrid, squaredDistance } from './colour-grid.js'

/** How a picture shows a landmark that should be there. */
export interface SeenLandmark {
  /** Index into LANDMARKS. */
  readonly landmark: number
  /** What stands there. */
  readonly seen: 'blooming' | 'plain' | 'nothing'
  /** What should. */
  readonly expected: 'blooming' | 'plain'
}

/** Units beside its true place at which a landmark still counts as there. */
const SHIFTS = [0, -2, 2, -4, 4]
/** Units around the character's middle that may hide a landmark. */
const HIDDEN_BY_CHARACTER = 20

/**
 * The landmarks that `scene` has in this picture, neither cut off nor hidden: for each, whether the place of its crown has the
 * colour of a blooming crown, of a plain one, or that of the hills behind it.
 */
export function readLandmarks(
  frame: PixelFrame,
  { scene, course, stance }: { readonly scene: Scene; readonly course: Courses; readonly stance: Stance },
): SeenLandmark[] {
  const grid = new ColourGrid(frame)
  const light = lightAt(course.day)
  const palette = PALETTES[scene.biome]
  const kinds = [
    { seen: 'blooming', colour: lit(BLOOM, light) },
    { seen: 'plain', colour: lit(palette.crown, light) },
    { seen: 'nothing', colour: lit(palette.mid, light) },
    { seen: 'nothing', colour: lit(palette.far, light) },
  ] as const
  return LANDMARKS.flatMap((place, landmark): SeenLandmark[] => {
    const cx = layerX(place, course.ground)
    const cut = cx < LANDMARK_REACH || cx > grid.columns - LANDMARK_REACH
    const hidden = Math.abs(cx - stance.x) < HIDDEN_BY_CHARACTER || passing(course.train, cx) < LANDMARK_REACH
    if (cut || hidden) return []
    const looks = SHIFTS.map((shift) => {
      const colour = crownColour(grid, scene, cx + shift)
      return kinds.map((kind) => ({ seen: kind.seen, distance: squaredDistance(colour, kind.colour) }))
    }).flat()
    const there = looks.filter(({ seen }) => seen !== 'nothing')
    const nearest = (among: typeof looks) => among.reduce((a, b) => (b.distance < a.distance ? b : a))
    const atPlace = nearest(looks.slice(0, kinds.length))
    const { seen } = atPlace.seen === 'nothing' ? nearestIfClose(nearest(there), atPlace) : atPlace
    return [{ landmark, seen, expected: blooms(scene.bloom, landmark) ? 'blooming' : 'plain' }]
  })
}

interface Look {
  readonly seen: SeenLandmark['seen']
  readonly distance: number
}

/** A landmark beside its place counts where it fits better than the hills do at the place. */
const nearestIfClose = (beside: Look, atPlace: Look): Look => (beside.distance < atPlace.distance ? beside : atPlace)

/** Mean colour where a crown at picture x `cx` would be. */
function crownColour(grid: ColourGrid, { biome }: Scene, cx: number): Colour {
  const sum: [number, number, number] = [0, 0, 0]
  let count = 0
  for (let row = 20; row < GROUND_LINE; row++) {
    for (let column = 0; column < grid.columns; column++) {
      if (crownDistance(biome, column + 0.5 - cx, row + 0.5) > -0.9) continue
      const colour = grid.at(column, row)
      for (const channel of [0, 1, 2] as const) sum[channel] += colour[channel]
      count++
    }
  }
  return count > 0 ? [sum[0] / count, sum[1] / count, sum[2] / count] : [0, 0, 0]
}
