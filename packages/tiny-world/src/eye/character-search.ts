import { RIM_COLOUR, stance } from '../world/character.js'
import { type Colour, lit, mix } from '../world/colour.js'
import { dimmedLight } from '../world/palette.js'
import { COLOUR_NAMES, COLOURS, type ColourName, type Shape, SHAPES } from '../world/scene.js'
import { type ColourGrid, GRID_ROWS } from './colour-grid.js'
import { silhouette, type Spot } from './silhouette.js'
import { SOFTNESS } from './soft-frame.js'

/** What a place of a picture looks most like. */
export interface Candidate {
  /** Middle in units. */
  readonly x: number
  readonly y: number
  readonly squash: number
  readonly shape: Shape
  readonly colour: ColourName
  /** Mean squared difference from the character over the places it covers, per channel. */
  readonly misfit: number
}

interface Pose {
  readonly y: number
  readonly squash: number
  readonly shape: Shape
  /** Grid cells from the middle's, body share, and what the rim's share adds: six numbers per spot. */
  readonly packed: Float32Array
  /** Sum over spots of the squared body share. */
  readonly power: number
}

/** Heights of a hop that are tried. */
const RISES = [0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1]
/** Cells from the sides of the picture where the middle is looked for. */
const FROM_SIDE = 9

/** Looks for the character in a whole picture, a unit apart. */
export class CharacterSearch {
  readonly #poses: readonly Pose[]

  constructor() {
    this.#poses = SHAPES.flatMap((shape) =>
      RISES.map((rise) => {
        const { y, squash } = stance({ walk: 0, hop: Math.asin(rise) / Math.PI, facing: 1 }, 0)
        // Cells lie at half units; the middle is looked for at them too.
        const shift = [0, 0.5 - (y - Math.floor(y))] as const
        const spots = silhouette({ shape, squash, size: 1, step: 1, softness: SOFTNESS, shift })
        return { y, squash, shape, packed: packed(spots, y), power: power(spots) }
      }),
    )
  }

  /** The place and the kind of character that fit best under `light`. @param grid of a `softened` picture */
  find(grid: ColourGrid, light: Colour): Candidate {
    const dimmed = dimmedLight(light)
    const colours = COLOUR_NAMES.map((name) => ({ name, colour: lit(COLOURS[name], dimmed) }))
    let best: Candidate = { x: 0, y: 0, squash: 1, shape: 'ball', colour: 'red', misfit: Infinity }
    for (const pose of this.#poses) {
      for (let column = FROM_SIDE; column < grid.columns - FROM_SIDE; column++) {
        const sums = overlap(grid, pose, column)
        for (const { name, colour } of colours) {
          const misfit = misfitOf(sums, pose, colour)
          if (misfit >= best.misfit) continue
          const { y, squash, shape } = pose
          best = { x: column + 0.5, y, squash, shape, colour: name, misfit }
        }
      }
    }
    return best
  }
}

const NUMBERS = 6

/** What the rim adds where `body` is the body's share. */
export const rimShare = (body: number): Colour => mix(RIM_COLOUR, [0, 0, 0], body)

function packed(spots: readonly Spot[], y: number): Float32Array {
  const middle = Math.floor(y)
  const rows = spots.map(({ dx, dy, body }) => [dx, Math.round(y + dy - 0.5) - middle, body, ...rimShare(body)])
  return Float32Array.from(rows.flat())
}

const power = (spots: readonly Spot[]): number => spots.reduce((sum, { body }) => sum + body * body, 0)

/** Sums over a pose's spots from which the misfit of every colour follows. */
interface Overlap {
  /** Of squared differences from what is no body. */
  readonly squares: number
  /** Of differences times the body share. */
  readonly along: Colour
}

function overlap({ colours, columns }: ColourGrid, { packed: spots, y }: Pose, column: number): Overlap {
  const middle = Math.floor(y)
  let [squares, alongRed, alongGreen, alongBlue] = [0, 0, 0, 0]
  for (let i = 0; i < spots.length; i += NUMBERS) {
    const x = Math.min(columns - 1, Math.max(0, column + (spots[i] ?? 0)))
    const row = Math.min(GRID_ROWS - 1, middle + (spots[i + 1] ?? 0))
    const cell = 3 * (row * columns + x)
    const body = spots[i + 2] ?? 0
    const red = (colours[cell] ?? 0) - (spots[i + 3] ?? 0)
    const green = (colours[cell + 1] ?? 0) - (spots[i + 4] ?? 0)
    const blue = (colours[cell + 2] ?? 0) - (spots[i + 5] ?? 0)
    squares += red * red + green * green + blue * blue
    alongRed += body * red
    alongGreen += body * green
    alongBlue += body * blue
  }
  return { squares, along: [alongRed, alongGreen, alongBlue] }
}

function misfitOf({ squares, along }: Overlap, pose: Pose, [red, green, blue]: Colour): number {
  const shared = red * along[0] + green * along[1] + blue * along[2]
  const total = squares - 2 * shared + (red * red + green * green + blue * blue) * pose.power
  return (total * NUMBERS) / (3 * pose.packed.length)
}
