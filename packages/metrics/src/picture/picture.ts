import type { PixelFrame } from '@frameloom/tensor'

/** Weights of red, green and blue in luma (ITU-R BT.709-6, item 3.2), which sum to 1. */
const RED = 0.2126
const GREEN = 0.7152
const BLUE = 0.0722

/**
 * One picture as the measures read it, in buffers that are filled again for later pictures of the same size. All values
 * are gamma-coded as displays get them, from 0 to 255.
 */
export class Picture {
  readonly width: number
  readonly height: number
  /** [height, width, 3] */
  readonly rgb: Uint8Array
  /** [height, width] */
  readonly luma: Float32Array
  /** Mean luma of each column, [width]. */
  readonly columns: Float64Array
  /** Mean luma of each row, [height]. */
  readonly rows: Float64Array

  constructor({ width, height }: Pick<PixelFrame, 'width' | 'height'>) {
    this.width = width
    this.height = height
    this.rgb = new Uint8Array(width * height * 3)
    this.luma = new Float32Array(width * height)
    this.columns = new Float64Array(width)
    this.rows = new Float64Array(height)
  }

  /** Copies the pixels of a frame of this picture's size. */
  load(data: Uint8Array): void {
    const { width, height, rgb, luma, columns, rows } = this
    rgb.set(data)
    columns.fill(0)
    let at = 0
    for (let y = 0; y < height; y++) {
      let row = 0
      for (let x = 0; x < width; x++, at++) {
        const value = RED * (rgb[at * 3] ?? 0) + GREEN * (rgb[at * 3 + 1] ?? 0) + BLUE * (rgb[at * 3 + 2] ?? 0)
        luma[at] = value
        row += value
        columns[x] = (columns[x] ?? 0) + value
      }
      rows[y] = row / width
    }
    for (let x = 0; x < width; x++) columns[x] = (columns[x] ?? 0) / height
  }
}
