import type { PixelFrame } from '@frameloom/tensor'
import { characterRegion, paintCharacter, stance } from './character.js'
import { courses } from './courses.js'
import { paintLand } from './landscape.js'
import { lightAt } from './palette.js'
import { Painter, type PictureSize } from './painter.js'
import { advance, type Scene } from './scene.js'
import { paintSky } from './sky.js'
import { paintTrain } from './train.js'

/** A picture of the world, and how much of each pixel shows the character, [height, width], 0 to 1. */
export interface RenderedScene {
  readonly frame: PixelFrame
  readonly character: Float32Array
}

/**
 * Renders `scene` `after` pixel frames: a layered landscape under a moving camera, day and night, one hopping character, and a train
 * that hides it. The counterpart of the training code's `world.py`, to the last byte but one.
 */
export function renderScene(scene: Scene, after: number, size: PictureSize): RenderedScene {
  const painter = new Painter(size)
  const now = advance(scene, after)
  const course = courses(now, painter.width)
  const light = lightAt(course.day)
  paintSky(painter, course.day, course.far)
  paintLand(painter, { ...now, light }, course)
  const place = stance(course, painter.width)
  const body = paintCharacter(painter, now, { ...place, light })
  const train = paintTrain(painter, course.train, light)
  const shown = (x: number, y: number) => body(x, y) * (1 - train(x, y))
  return { frame: painter.finish(), character: painter.coverage(shown, characterRegion(place)) }
}
