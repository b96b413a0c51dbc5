import { correlation } from '@frameloom/metrics'
import type { PixelFrame } from '@frameloom/tensor'
import { layerX, passing } from '../world/courses.js'
import { LANDMARK_REACH } from '../world/landscape.js'
import { LANDMARKS } from '../world/scene.js'
import { readLandmarks } from './landmarks.js'
import { readRidges, trueRidges } from './ridge-lines.js'
import type { Truth } from './truth.js'

/** How well a picture shows the land that should be there. */
export interface SceneryMatch {
  /**
   * Mean correlation of the two ridge lines with the true ones over the columns that nothing covers; absent where too few
   * are left.
   */
  readonly ridges?: number
  /** Share of the landmarks in sight that stand where they should and bloom or not as they should; absent where there are none. */
  readonly landmarks?: number
}

/** Columns from which a line says enough about a ridge. */
const FEWEST_COLUMNS = 30
/** Units around the character's middle that it covers. */
const CHARACTER_REACH = 13

export function readScenery(frame: PixelFrame, truth: Truth): SceneryMatch {
  const { scene, course } = truth
  const found = readRidges(frame, { biome: scene.biome, day: course.day })
  const expected = trueRidges(scene.biome, course, found.far.length)
  const columns = [...found.far.keys()].filter((column) => isFree(truth, column + 0.5))
  const line = (heights: Float64Array) => columns.map((column) => heights[column] ?? 0)
  const matches = (['far', 'mid'] as const).flatMap(
    (layer) => correlation(line(found[layer]), line(expected[layer])) ?? [],
  )
  const landmarks = readLandmarks(frame, truth)
  const right = landmarks.filter((landmark) => landmark.seen === landmark.expected).length
  return {
    ...(columns.length >= FEWEST_COLUMNS && matches.length > 0 && { ridges: mean(matches) }),
    ...(landmarks.length > 0 && { landmarks: right / landmarks.length }),
  }
}

function isFree({ course, stance }: Truth, x: number): boolean {
  if (passing(course.train, x) < 2 || Math.abs(x - stance.x) < CHARACTER_REACH) return false
  return LANDMARKS.every((place) => Math.abs(x - layerX(place, course.ground)) >= LANDMARK_REACH)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
