import type { Picture } from '../picture/picture.js'
import { CellGrid } from './cell-grid.js'
import { type Kept, KeptThumbnails } from './kept-thumbnails.js'
import { similarity } from './similarity.js'
import { Thumbnail } from './thumbnail.js'

/** Pictures of the past that are kept, at 16 x 12 cells 110 KiB in all. */
const CAPACITY = 48

/** Absent until the video is longer than the gap. */
export interface RepeatFigures {
  /** Largest similarity (see `similarity`) of any frame of the chunk to a kept one that is at least the gap older. */
  readonly nearRepeat: number
  /** How many chunks before that one was. */
  readonly nearRepeatAgeChunks: number
  /**
   * How far the picture had left and come back: the largest similarity to an old frame minus the smallest to any kept one
   * after it. About 0 for a video that stands still or moves on, up to 1 (and beyond, where pictures invert) for one that
   * loops: the height of an off-diagonal peak of the self-similarity matrix above the valley before the diagonal.
   */
  readonly loopStrength: number
}

/**
 * Finds pictures that have been there before. The first frame of every chunk is kept, thinned out with age, and every frame
 * is compared with all that are kept, so a loop of any length comes by the very frame that was kept of it. Where that one
 * has been thinned out, the loop shows again when it comes by the next.
 */
export class NearRepeat {
  readonly #gapChunks: number
  readonly #kept = new KeptThumbnails(CAPACITY)
  #view: { readonly grid: CellGrid; readonly thumbnail: Thumbnail } | undefined
  /** Cells of the chunk's first frame. */
  #first: Float32Array | undefined
  #figures: RepeatFigures | undefined

  constructor(gapChunks: number) {
    this.#gapChunks = gapChunks
  }

  get kept(): readonly Kept[] {
    return this.#kept.all
  }

  /** Goes on from what `kept` was. */
  restore(kept: Iterable<{ readonly chunk: number; readonly cells: Float32Array }>): void {
    for (const { chunk, cells } of kept) this.#kept.add(chunk, cells)
  }

  /** The next frame of `chunk`. */
  look(picture: Picture, chunk: number): void {
    const { grid, thumbnail } = (this.#view ??= viewOf(picture))
    grid.average(picture, thumbnail.cells)
    this.#first ??= thumbnail.cells.slice()
    this.#compare(thumbnail.settle(), chunk)
  }

  /** Of the chunk looked at since the last call. */
  finish(chunk: number): RepeatFigures | undefined {
    const figures = this.#figures
    if (this.#first) this.#kept.add(chunk, this.#first)
    this.#first = this.#figures = undefined
    return figures
  }

  #compare(current: Thumbnail, chunk: number): void {
    let lowest = 1
    let { nearRepeat, nearRepeatAgeChunks, loopStrength } = this.#figures ?? NONE
    for (const { chunk: then, thumbnail } of this.#kept.all.toReversed()) {
      const alike = similarity(current, thumbnail)
      if (chunk - then >= this.#gapChunks) {
        loopStrength = Math.max(loopStrength, alike - lowest)
        if (alike > nearRepeat) {
          nearRepeat = alike
          nearRepeatAgeChunks = chunk - then
        }
      }
      lowest = Math.min(lowest, alike)
    }
    if (nearRepeatAgeChunks > 0) this.#figures = { nearRepeat, nearRepeatAgeChunks, loopStrength }
  }
}

const NONE: RepeatFigures = { nearRepeat: -Infinity, nearRepeatAgeChunks: 0, loopStrength: 0 }

function viewOf(picture: Picture) {
  const grid = new CellGrid(picture)
  return { grid, thumbnail: new Thumbnail(grid.values) }
}
