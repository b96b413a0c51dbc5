import type { PixelFrame } from '@frameloom/tensor'
import { bellyDistance, RADIUS } from '../world/character.js'
import { type Colour, lit } from '../world/colour.js'
import { dimmedLight } from '../world/palette.js'
import { COLOUR_NAMES, COLOURS, MARKS, SHAPES } from '../world/scene.js'
import { type Candidate, rimShare } from './character-search.js'
import { squaredDistance } from './colour-grid.js'
import { silhouette, type SilhouetteRequest } from './silhouette.js'
import { SOFTNESS } from './soft-frame.js'

/** A character in a picture. */
export interface SeenCharacter extends Candidate {
  /** Against the world's own: 1. */
  readonly size: number
  /** Index into MARKS: whose colour is nearest to the belly's. */
  readonly mark: number
}

/** Units between the pixels that are compared. */
const SPACING = 0.8

/** Sizes that are told apart. */
const SIZES = [0.8, 0.9, 1.1, 1.25]

export interface FitRequest {
  readonly frame: PixelFrame
  /** The same picture, `softened`. */
  readonly soft: PixelFrame
  readonly light: Colour
}

/** Settles what a candidate is at the picture's own resolution: place, then kind, then size, then mark. */
export function fitCharacter(candidate: Candidate, { frame, soft, light }: FitRequest): SeenCharacter {
  const dimmed = dimmedLight(light)
  const unit = frame.height / 64
  let best = { ...candidate, size: 1, misfit: Infinity }
  const attempt = (changed: Partial<typeof best>): void => {
    const asked = { ...best, ...changed }
    const misfit = misfitAt(soft, asked, { unit, body: lit(COLOURS[asked.colour], dimmed) })
    if (misfit < best.misfit) best = { ...asked, misfit }
  }
  const place = (reach: number, step: number) => {
    const { x, y } = best
    for (let dy = -reach; dy <= reach; dy += step) {
      for (let dx = -reach; dx <= reach; dx += step) attempt({ x: x + dx, y: y + dy })
    }
  }
  place(1, 0.5)
  for (const shape of SHAPES) attempt({ shape })
  for (const colour of COLOUR_NAMES) attempt({ colour })
  for (const squash of [0.84, 0.92, 1]) attempt({ squash })
  place(0.5, 0.25)
  for (const size of SIZES) attempt({ size })
  return { ...best, mark: readMark(frame, best, { unit, dimmed }) }
}

interface Placed extends Pick<SilhouetteRequest, 'shape' | 'squash' | 'size'> {
  readonly x: number
  readonly y: number
}

function misfitAt(
  { width, height, data }: PixelFrame,
  { x, y, ...pose }: Placed,
  { unit, body: [red, green, blue] }: { readonly unit: number; readonly body: Colour },
): number {
  const [column, row] = [Math.floor(x * unit), Math.floor(y * unit)]
  const stride = Math.max(1, Math.round(SPACING * unit))
  const shift = [(column + 0.5 - x * unit) / stride, (row + 0.5 - y * unit) / stride] as const
  let [sum, count] = [0, 0]
  for (const spot of silhouette({ ...pose, step: stride / unit, softness: SOFTNESS, shift })) {
    const [px, py] = [Math.round((x + spot.dx) * unit - 0.5), Math.round((y + spot.dy) * unit - 0.5)]
    if (px < 0 || py < 0 || px >= width || py >= height) continue
    const at = 3 * (py * width + px)
    const rest = rimShare(spot.body)
    sum +=
      ((data[at] ?? 0) / 255 - spot.body * red - rest[0]) ** 2 +
      ((data[at + 1] ?? 0) / 255 - spot.body * green - rest[1]) ** 2 +
      ((data[at + 2] ?? 0) / 255 - spot.body * blue - rest[2]) ** 2
    count++
  }
  return count > 0 ? sum / (3 * count) : Infinity
}

function readMark(
  { width, height, data }: PixelFrame,
  { x, y, squash, size }: Placed,
  { unit, dimmed }: { readonly unit: number; readonly dimmed: Colour },
): number {
  const sum: [number, number, number] = [0, 0, 0]
  let count = 0
  const reach = RADIUS * size
  for (let py = Math.max(0, Math.floor(y * unit)); py < Math.min(height, Math.ceil((y + reach) * unit)); py++) {
    for (let px = Math.max(0, Math.floor((x - reach) * unit)); px < Math.min(width, (x + reach) * unit); px++) {
      const [dx, dy] = [(px + 0.5) / unit - x, (py + 0.5) / unit - y]
      if (bellyDistance((dx * squash) / size, dy / squash / size) > -0.8) continue
      for (const channel of [0, 1, 2] as const) sum[channel] += (data[3 * (py * width + px) + channel] ?? 0) / 255
      count++
    }
  }
  const mean: Colour = [sum[0] / count, sum[1] / count, sum[2] / count]
  const distances = MARKS.map((mark) => squaredDistance(mean, lit(mark, dimmed)))
  return distances.indexOf(Math.min(...distances))
}
