import type { Picture } from '../picture/picture.js'

/** Cells across and down; a smaller picture has as many as it has pixels. */
const COLUMNS = 16
const ROWS = 12

/** Averages pictures of one size over a few cells. */
export class CellGrid {
  readonly columns: number
  readonly rows: number
  /** For each x, where its column's first value lies in a row of cells. */
  readonly #offsets: Uint16Array

  constructor({ width, height }: Pick<Picture, 'width' | 'height'>) {
    this.columns = Math.min(COLUMNS, width)
    this.rows = Math.min(ROWS, height)
    this.#offsets = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * this.columns) / width) * 3)
  }

  /** How many values a thumbnail has. */
  get values(): number {
    return this.columns * this.rows * 3
  }

  /** Mean red, green and blue of each cell, [rows, columns, 3], from 0 to 255. */
  average({ rgb, width, height }: Picture, into: Float32Array): void {
    const { columns, rows } = this
    into.fill(0)
    let at = 0
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y * rows) / height) * columns * 3
      for (let x = 0; x < width; x++, at += 3) {
        const cell = row + (this.#offsets[x] ?? 0)
        into[cell] = (into[cell] ?? 0) + (rgb[at] ?? 0)
        into[cell + 1] = (into[cell + 1] ?? 0) + (rgb[at + 1] ?? 0)
        into[cell + 2] = (into[cell + 2] ?? 0) + (rgb[at + 2] ?? 0)
      }
    }
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const pixels = cellSize(row, rows, height) * cellSize(column, columns, width)
        const cell = (row * columns + column) * 3
        for (let value = cell; value < cell + 3; value++) into[value] = (into[value] ?? 0) / pixels
      }
    }
  }
}

/** How many pixels `p` have floor(p * cells / pixels) = cell. */
const cellSize = (cell: number, cells: number, pixels: number): number =>
  Math.ceil(((cell + 1) * pixels) / cells) - Math.ceil((cell * pixels) / cells)
