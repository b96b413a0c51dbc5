import { Painter } from '../world/painter.js'
import { paintSunAndMoon, skyColour } from '../world/sky.js'
import { ColourGrid, GRID_ROWS } from './colour-grid.js'

/** Rows of sky that neither ridges nor the train reach. */
const SKY_ROWS = 17
/** Hours that are told apart: a day has 512 pixel frames. */
const HOURS = 256
/** Squared distance of a colour beyond which a cell counts as something else, such as a cloud. */
const OTHER = 0.02

/** Tells the hour by the sky's colours and where sun and moon stand. */
export class Clock {
  /** The sky of every hour without clouds, [SKY_ROWS, columns, 3] each. */
  readonly #skies: readonly Float32Array[]

  /** @param columns of the grids it will read */
  constructor(columns: number) {
    this.#skies = Array.from({ length: HOURS }, (_, hour) => {
      const painter = new Painter({ width: columns, height: GRID_ROWS })
      painter.fill((y) => skyColour(hour / HOURS, y))
      paintSunAndMoon(painter, hour / HOURS)
      return new ColourGrid(painter.finish()).colours.slice(0, 3 * SKY_ROWS * columns)
    })
  }

  /** Share of the day, as `Scene.day`: the hour whose sky differs least, where what differs much counts as a cloud. */
  read({ colours }: ColourGrid): number {
    let [best, least] = [0, Infinity]
    for (const [hour, sky] of this.#skies.entries()) {
      let misfit = 0
      for (let at = 0; at < sky.length && misfit < least; at += 3) {
        const red = (colours[at] ?? 0) - (sky[at] ?? 0)
        const green = (colours[at + 1] ?? 0) - (sky[at + 1] ?? 0)
        const blue = (colours[at + 2] ?? 0) - (sky[at + 2] ?? 0)
        misfit += Math.min(OTHER, red * red + green * green + blue * blue)
      }
      if (misfit < least) [best, least] = [hour, misfit]
    }
    return best / HOURS
  }
}
