import { formatShape, type PixelFrame, type Tensor } from '@frameloom/tensor'
import type { ColourSums } from './levels/colour-shift.js'
import type { ReferenceSum } from './levels/reference.js'
import { MetricsError } from './metrics-error.js'

/** What a meter has seen, as plain data. */
export interface MeterSnapshot {
  /** Chunks measured so far. */
  readonly chunks: number
  /** By name of the level. */
  readonly references: Readonly<Record<string, ReferenceSum>>
  readonly colour: ColourSums
  /** Frame differences inside the last chunk. */
  readonly insideMotions: readonly number[]
  /** Chunk of each kept thumbnail, oldest first. */
  readonly thumbnailChunks: readonly number[]
  /**
   * `lastFrame`: u8 [height, width, 3]; `thumbnails`: f32 [kept, values], in the order of `thumbnailChunks`. Both absent
   * before the first frame.
   */
  readonly tensors: Readonly<Record<string, Tensor>>
}

/**
 * The last frame; absent where nothing had been measured.
 * @throws MetricsError `snapshot-invalid`
 */
export function frameOfSnapshot({ tensors: { lastFrame } }: MeterSnapshot): PixelFrame | undefined {
  if (!lastFrame) return undefined
  const { dtype, shape, data } = lastFrame
  const [height = 0, width = 0, channels] = shape
  if (dtype !== 'u8' || channels !== 3 || shape.length !== 3) {
    throw new MetricsError(
      'snapshot-invalid',
      `The last frame in the meter's snapshot is ${dtype} ${formatShape(shape)}, expected u8 [height, width, 3]: restore another one.`,
    )
  }
  return { width, height, data }
}
