import type { PixelFrame } from '@frameloom/tensor'
import type { Colour } from '../world/colour.js'

/** Rows of a grid: as many as a picture has units. */
export const GRID_ROWS = 64

/** A picture averaged over squares of one unit: what is looked at where single pixels do not matter. */
export class ColourGrid {
  readonly columns: number
  /** [64, columns, 3], 0 to 1. */
  readonly colours: Float32Array

  constructor({ width, height, data }: PixelFrame) {
    this.columns = Math.floor((width * GRID_ROWS) / height)
    this.colours = new Float32Array(3 * GRID_ROWS * this.columns)
    const unit = height / GRID_ROWS
    const down = shares(GRID_ROWS, unit)
    const across = shares(this.columns, unit)
    let cell = 0
    for (const rows of down) {
      for (const columns of across) {
        for (let channel = 0; channel < 3; channel++) {
          let sum = 0
          for (const { at: y, share: high } of rows) {
            for (const { at: x, share: wide } of columns)
              sum += high * wide * (data[3 * (y * width + x) + channel] ?? 0)
          }
          this.colours[cell++] = sum / 255
        }
      }
    }
  }

  at(column: number, row: number): Colour {
    const cell = 3 * (row * this.columns + column)
    return [this.colours[cell] ?? 0, this.colours[cell + 1] ?? 0, this.colours[cell + 2] ?? 0]
  }
}

interface Share {
  /** Pixel along one axis. */
  readonly at: number
  /** Of the cell's side. */
  readonly share: number
}

/** Which pixels, and how much of each, every cell along one axis averages. */
function shares(cells: number, unit: number): Share[][] {
  return Array.from({ length: cells }, (_, cell) => {
    const [from, to] = [cell * unit, (cell + 1) * unit]
    const first = Math.floor(from)
    return Array.from({ length: Math.ceil(to - 1e-9) - first }, (_unused, i) => {
      const at = first + i
      return { at, share: (Math.min(to, at + 1) - Math.max(from, at)) / unit }
    })
  })
}

/** Squared distance of two colours, at most 3. */
export const squaredDistance = (a: Colour, b: Colour): number =>
  (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
