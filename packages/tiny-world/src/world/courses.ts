import {
  CAMERA_SPAN,
  DAY_FRAMES,
  HOPS,
  LAYER_PERIOD,
  PARALLAX,
  type Scene,
  SPEEDS,
  TRAIN_LENGTH,
  TRAIN_SPEED,
  TRAIN_START,
  wrapped,
} from './scene.js'

/** What the clockwork shows at one instant. */
export interface Courses {
  /** How far each layer has moved, as a share of its period. */
  readonly far: number
  readonly mid: number
  readonly ground: number
  /** The character's place between its turning points, 0 left to 1 right. */
  readonly walk: number
  /** Its direction: 1 right, -1 left. */
  readonly facing: 1 | -1
  /** Share of a hop. */
  readonly hop: number
  readonly day: number
  /** Picture x of the train's head, in units. */
  readonly train: number
}

/** The courses of `scene` in a picture `width` units wide. */
export function courses(scene: Scene, width: number): Courses {
  const { day } = scene
  const camera = 0.5 - 0.5 * Math.cos(2 * Math.PI * scene.camera)
  const shift = (camera * CAMERA_SPAN) / LAYER_PERIOD
  const bounce = wrapped((SPEEDS[scene.speed] ?? Number.NaN) * day)
  return {
    far: wrapped(scene.far + PARALLAX.far * shift),
    mid: wrapped(scene.mid + PARALLAX.mid * shift),
    ground: wrapped(PARALLAX.ground * shift),
    walk: 1 - Math.abs(2 * bounce - 1),
    facing: bounce < 0.5 ? 1 : -1,
    hop: wrapped(HOPS * day),
    day,
    train: width - TRAIN_SPEED * DAY_FRAMES * wrapped(day - TRAIN_START),
  }
}

/** Signed distance in units from `x` to the two ends of a train whose head is at `train`, negative between them. */
export const passing = (train: number, x: number): number => Math.max(train - x, x - train - TRAIN_LENGTH)

/** Picture x of what stands at `place` of a layer that has moved by `offset`, both shares of the period. */
export const layerX = (place: number, offset: number): number => (wrapped(place - offset + 0.25) - 0.25) * LAYER_PERIOD
