import { clamp, type Colour, lit, mix } from '../world/colour.js'
import { PALETTES } from '../world/palette.js'
import { type Biome, BIOMES } from '../world/scene.js'
import { type ColourGrid, GRID_ROWS, squaredDistance } from './colour-grid.js'

/** The first row that shows nothing but ground, below the train and the character's shadow. */
const GROUND_ROW = 58
/** Squared distance beyond which a cell counts as something else. */
const OTHER = 0.1

/** The biome whose ground and texture, under `light`, are nearest to the picture's lowest rows. */
export function readBiome(grid: ColourGrid, light: Colour): Biome {
  const misfits = BIOMES.map((biome) => {
    const [ground, texture] = [lit(PALETTES[biome].ground, light), lit(PALETTES[biome].texture, light)]
    let sum = 0
    for (let row = GROUND_ROW; row < GRID_ROWS; row++) {
      for (let column = 0; column < grid.columns; column++) {
        sum += Math.min(OTHER, distanceToLine(grid.at(column, row), ground, texture))
      }
    }
    return sum
  })
  return BIOMES[misfits.indexOf(Math.min(...misfits))] ?? 'meadow'
}

/** Squared distance of `colour` to the nearest mixture of `a` and `b`. */
function distanceToLine(colour: Colour, a: Colour, b: Colour): number {
  const along = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const
  const length = along[0] ** 2 + along[1] ** 2 + along[2] ** 2
  const place = (colour[0] - a[0]) * along[0] + (colour[1] - a[1]) * along[1] + (colour[2] - a[2]) * along[2]
  return squaredDistance(colour, mix(a, b, length > 0 ? clamp(place / length) : 0))
}
