import { median } from './median.js'

/** Added to both sides of the ratio, a tenth of an 8-bit code value, so that a still video has 1 and not 0 / 0. */
const STILL = 0.1 / 255

/** The frame differences of a chunk (see `motion`). */
export interface ChunkMotion {
  /** Between the last frame before the chunk and its first one; absent for the first chunk of a video. */
  readonly across: number | undefined
  /** Between its own successive frames. */
  readonly inside: readonly number[]
}

/**
 * How much harder a chunk begins than frames follow each other inside chunks: the difference across the boundary over the
 * median of the differences inside the chunks on both sides. 1: no seam. A stand-in without a model for the jump at cache
 * updates in MemRoPE (arXiv 2603.12513, fig. 3), which is measured there by SSIM and LPIPS.
 */
export class BoundaryJump {
  /** Differences inside the chunk before. */
  inside: readonly number[] = []

  /** Of the next chunk; absent for the first one, and between chunks of one frame. */
  next({ across, inside }: ChunkMotion): number | undefined {
    const around = [...this.inside, ...inside]
    this.inside = inside
    if (across === undefined || around.length === 0) return undefined
    return (across + STILL) / (median(around) + STILL)
  }
}
