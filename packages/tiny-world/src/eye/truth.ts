import { MARGIN, type Stance, stance } from '../world/character.js'
import { type Courses, courses, passing } from '../world/courses.js'
import type { PictureSize } from '../world/painter.js'
import { advance, DAY_FRAMES, LAYER_PERIOD, type Scene, SPEEDS, wrapped } from '../world/scene.js'

/** What a picture of the world should show. */
export interface Truth {
  readonly scene: Scene
  readonly course: Courses
  readonly stance: Stance
  /** Whether the character is neither wholly nor partly behind the train: `hidden`, `cut` or `free`. */
  readonly sight: 'free' | 'cut' | 'hidden'
  /** How fast it walks, in units per pixel frame, whatever its direction. */
  readonly speed: number
  /**
   * Whether the camera is back where the video began: it shows again, within a tenth of the picture's width, the land of the first
   * picture, after it was at least half a picture away.
   */
  readonly returned: boolean
}

/** Half the width of the widest character, in units. */
const HALF = 11

/** The truth of the picture `after` pixel frames of a video that began with `first`. */
export function truthAt(first: Scene, after: number, { width, height }: PictureSize): Truth {
  const units = (64 * width) / height
  const scene = advance(first, after)
  const course = courses(scene, units)
  const at = stance(course, units)
  const ends = passing(course.train, at.x)
  return {
    scene,
    course,
    stance: at,
    sight: ends > HALF ? 'free' : ends < -HALF ? 'hidden' : 'cut',
    speed: (2 * (units - 2 * MARGIN) * (SPEEDS[scene.speed] ?? 0)) / DAY_FRAMES,
    returned: hasReturned(first, after, units),
  }
}

/** Pixel frames between the looks at where the camera has been. */
const STEP = 8

function hasReturned(first: Scene, after: number, units: number): boolean {
  const away = (frames: number) => {
    const moved = courses(advance(first, frames), units).ground - courses(first, units).ground
    return Math.abs(wrapped(moved + 0.5) - 0.5) * LAYER_PERIOD
  }
  if (away(after) > 0.1 * units) return false
  for (let frames = 0; frames < after; frames += STEP) if (away(frames) >= 0.5 * units) return true
  return false
}
