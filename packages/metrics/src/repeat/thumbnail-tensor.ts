import { type PixelFrame, type Tensor, tensorOf } from '@frameloom/tensor'
import type { MeterSnapshot } from '../meter-snapshot.js'
import { MetricsError } from '../metrics-error.js'
import { CellGrid } from './cell-grid.js'
import type { Kept } from './kept-thumbnails.js'

/** f32 [kept, values]. */
export function tensorOfThumbnails(kept: readonly Kept[]): Tensor {
  const values = kept[0]?.thumbnail.cells.length ?? 0
  const data = new Float32Array(kept.length * values)
  for (const [index, { thumbnail }] of kept.entries()) data.set(thumbnail.cells, index * values)
  return tensorOf('f32', [kept.length, values], data)
}

/**
 * The thumbnails of a video whose frames are as large as `frame`.
 * @throws MetricsError `snapshot-invalid`
 */
export function thumbnailsOfTensor(
  { thumbnailChunks, tensors }: MeterSnapshot,
  frame: PixelFrame,
): { readonly chunk: number; readonly cells: Float32Array }[] {
  const { values } = new CellGrid(frame)
  const { dtype, data } = tensors['thumbnails'] ?? { dtype: 'none', data: [] }
  const expected = thumbnailChunks.length * values
  if (dtype !== 'f32' || data.length !== expected) {
    throw new MetricsError(
      'snapshot-invalid',
      `The meter's snapshot holds ${data.length} thumbnail values of type ${dtype}, expected ${expected} of type f32: restore another one.`,
    )
  }
  return thumbnailChunks.map((chunk, index) => ({ chunk, cells: data.subarray(index * values, (index + 1) * values) }))
}
