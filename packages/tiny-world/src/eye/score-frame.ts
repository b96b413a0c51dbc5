import { levelError } from '@frameloom/metrics'
import type { PixelFrame } from '@frameloom/tensor'
import { renderScene } from '../world/render-scene.js'
import type { Biome, ColourName, Scene, Shape } from '../world/scene.js'
import type { Sighting } from './eye.js'
import { readScenery } from './scenery.js'
import { truthAt } from './truth.js'

/** What a video should show. */
export interface Expected {
  readonly colour: ColourName
  readonly shape: Shape
  readonly biome: Biome
  /** The mark that the character had at the start, index into MARKS; absent while it is not known. */
  readonly mark?: number
  /** The scene of the first picture, where the video started from one: then everything is known. */
  readonly first?: Scene
}

/**
 * Scores of one picture, each 0 to 1 and better the higher, unless it is an error. A score is absent where the picture cannot
 * have it: an attribute of a character that is not seen, a landmark that is not in sight.
 */
export interface FrameScores {
  /** The character is seen. With known truth only of pictures in which it stands free. */
  readonly found?: number
  /** A character is seen while the train hides it wholly. */
  readonly ghost?: number
  readonly biomeRight: number
  readonly colourRight?: number
  readonly shapeRight?: number
  /** The hidden attribute: no word names it. */
  readonly markRight?: number
  /** Colour, shape and, where it is known, mark are all right; a character that is lost is not. Where it should be seen. */
  readonly identity?: number
  /** Size against the world's own, 0: the same. */
  readonly sizeError?: number
  /** Distance along the clock, as a share of the day, 0 to 0.5. */
  readonly hourError?: number
  /** Units (64 to a picture's height) across. */
  readonly positionError?: number
  /** See `SceneryMatch`. */
  readonly ridges?: number
  readonly landmarks?: number
  /** The same, in pictures where the camera is back at where the video began. */
  readonly ridgesOnReturn?: number
  readonly landmarksOnReturn?: number
  /** See `LevelError`: signed. */
  readonly exposureError?: number
  readonly saturationError?: number
}

export type FrameScoreName = keyof FrameScores

/** Scores the picture `after` pixel frames of a video, `sighting` being what an `Eye` sees in it. */
export function scoreFrame(
  frame: PixelFrame,
  { sighting, after, expected }: { readonly sighting: Sighting; readonly after: number; readonly expected: Expected },
): FrameScores {
  const seen = characterScores(sighting, expected)
  const biomeRight = right(sighting.biome === expected.biome)
  if (!expected.first) return { ...seen, biomeRight }
  const truth = truthAt(expected.first, after, frame)
  const { found, identity, ...attributes } = seen
  const apart = Math.abs(sighting.day - truth.course.day)
  const { ridges, landmarks } = readScenery(frame, truth)
  const level = levelError(frame, renderScene(expected.first, after, frame).frame)
  return {
    ...(truth.sight === 'free' && { ...attributes, found, identity }),
    ...(truth.sight === 'hidden' && { ghost: found }),
    ...(truth.sight === 'free' &&
      sighting.character && { positionError: Math.abs(sighting.character.x - truth.stance.x) }),
    biomeRight,
    hourError: Math.min(apart, 1 - apart),
    ...(ridges !== undefined && { ridges, ...(truth.returned && { ridgesOnReturn: ridges }) }),
    ...(landmarks !== undefined && { landmarks, ...(truth.returned && { landmarksOnReturn: landmarks }) }),
    exposureError: level.exposure,
    saturationError: level.saturation,
  }
}

function characterScores({ character }: Sighting, { colour, shape, mark }: Expected) {
  if (!character) return { found: 0, identity: 0 }
  const [colourRight, shapeRight] = [right(character.colour === colour), right(character.shape === shape)]
  const markRight = mark === undefined ? undefined : right(character.mark === mark)
  return {
    found: 1,
    colourRight,
    shapeRight,
    ...(markRight !== undefined && { markRight }),
    identity: colourRight * shapeRight * (markRight ?? 1),
    sizeError: Math.abs(character.size - 1),
  }
}

const right = (holds: boolean): number => (holds ? 1 : 0)
