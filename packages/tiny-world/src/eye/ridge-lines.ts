import type { PixelFrame } from '@frameloom/tensor'
import { clamp, type Colour, lit, mix } from '../world/colour.js'
import { GROUND_LINE, RIDGES, ridgeTop } from '../world/landscape.js'
import { CAP, lightAt, PALETTES } from '../world/palette.js'
import type { Biome } from '../world/scene.js'
import { skyColour } from '../world/sky.js'
import { ColourGrid, squaredDistance } from './colour-grid.js'

/** Heights of the two ridges over each unit of a picture's width, in units from the top. */
export interface RidgeLines {
  readonly far: Float64Array
  readonly mid: Float64Array
}

/** Squared distance beyond which a cell counts as something that stands before the land. */
const OTHER = 0.05

/**
 * The ridge lines of a picture, column by column: the two heights at which sky, far and middle hills, by their colours at this
 * hour, explain the column best. What stands before them (landmarks, the character, the train) disturbs single columns.
 */
export function readRidges(
  frame: PixelFrame,
  { biome, day }: { readonly biome: Biome; readonly day: number },
): RidgeLines {
  const grid = new ColourGrid(frame)
  const light = lightAt(day)
  const cloud = mix([1, 1, 1], light, 0.9)
  const misfit = (cell: Colour, colour: Colour) => Math.min(OTHER, squaredDistance(cell, colour))
  const hill = ({ layer, base, rise }: (typeof RIDGES)[number], row: number): Colour =>
    lit(biome === 'snow' && row + 0.5 < base - 0.62 * rise ? CAP : PALETTES[biome][layer], light)
  const [farRidge, midRidge] = RIDGES
  const lines = { far: new Float64Array(grid.columns), mid: new Float64Array(grid.columns) }
  for (let column = 0; column < grid.columns; column++) {
    const cells = Array.from({ length: GROUND_LINE }, (_, row) => grid.at(column, row))
    const [farRow, midRow] = boundaries(
      cells.map((cell, row) => Math.min(misfit(cell, skyColour(day, row + 0.5)), misfit(cell, cloud))),
      cells.map((cell, row) => misfit(cell, hill(farRidge, row))),
      cells.map((cell, row) => misfit(cell, hill(midRidge, row))),
    )
    lines.far[column] = farRow
    lines.mid[column] = midRow
  }
  return lines
}

/** The highest rows that the ridges of any biome reach. */
const HIGHEST = RIDGES.map(({ base, rise }) => base - rise)

/** Rows at which the second and the third list should take over from the one before, so that the sum is least. */
function boundaries(sky: readonly number[], far: readonly number[], mid: readonly number[]): [number, number] {
  const [highestFar = 0, highestMid = 0] = HIGHEST
  let [skySoFar, farSoFar, farStart] = [0, 0, 0]
  let midLeft = mid.reduce((sum, misfit) => sum + misfit, 0)
  // Least of (sky up to a row) - (far up to that row), so that each row of the second boundary takes one step.
  let leastLead = Infinity
  let [least, found] = [Infinity, [0, 0] as [number, number]]
  for (let row = 0; row <= sky.length; row++) {
    if (row >= highestFar && skySoFar - farSoFar < leastLead) [leastLead, farStart] = [skySoFar - farSoFar, row]
    const total = leastLead + farSoFar + midLeft
    if (row >= highestMid && total < least) [least, found] = [total, [farStart, row]]
    skySoFar += sky[row] ?? 0
    farSoFar += far[row] ?? 0
    midLeft -= mid[row] ?? 0
  }
  return found
}

/** The ridge lines that a scene of these offsets has, as far as the picture shows them: a ridge hides the one behind. */
export function trueRidges(
  biome: Biome,
  offsets: { readonly far: number; readonly mid: number },
  columns: number,
): RidgeLines {
  const [farRidge, midRidge] = RIDGES
  const line = (layer: (typeof RIDGES)[number]) =>
    Float64Array.from({ length: columns }, (_, column) =>
      clamp(ridgeTop(biome, layer, { x: column + 0.5, offset: offsets[layer.layer] }), 0, GROUND_LINE),
    )
  const [far, mid] = [line(farRidge), line(midRidge)]
  return { far: far.map((height, column) => Math.min(height, mid[column] ?? height)), mid }
}
