import { type Colour, lit } from './colour.js'
import { passing } from './courses.js'
import type { Cover, Painter } from './painter.js'
import { TRAIN_LENGTH, wrapped } from './scene.js'

export const TRAIN_TOP = 20
/** Down to here the train hides what is behind it, in units from the top. */
export const TRAIN_FLOOR = 57
/** Length of a wagon in units; four windows each. */
export const WAGON = 34

/** Wagons with lit windows, a dark band of wheels and a pale roof, head at picture x `head`; returns the train's coverage. */
export function paintTrain(painter: Painter, head: number, light: Colour): Cover {
  const region = { left: head - 1, right: head + TRAIN_LENGTH + 1, top: TRAIN_TOP - 1, bottom: TRAIN_FLOOR + 1 }
  const body: Cover = (x, y) => painter.edge(Math.max(passing(head, x), Math.max(TRAIN_TOP - y, y - TRAIN_FLOOR)))
  const within = (cover: Cover, colour: Colour) => painter.lay((x, y) => body(x, y) * cover(x, y), colour, region)
  const along = (x: number) => (x - head) / WAGON
  painter.lay(body, lit([0.5, 0.15, 0.2], light), region)
  within((_, y) => painter.edge(y - TRAIN_TOP - 3), lit([0.78, 0.76, 0.72], light))
  within((_, y) => painter.edge(TRAIN_FLOOR - 5 - y), [0.16, 0.15, 0.18])
  within((x) => painter.edge(Math.abs(wrapped(along(x) + 0.5) - 0.5) * WAGON - 1), [0.16, 0.1, 0.13])
  const pane = (x: number, y: number) =>
    Math.max((Math.abs(wrapped(4 * along(x)) - 0.5) * WAGON) / 4 - 2.7, Math.abs(y - 33) - 5)
  within((x, y) => painter.edge(pane(x, y)), [1, 0.9, 0.62])
  return body
}
