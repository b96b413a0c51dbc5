import type { PixelFrame } from '@frameloom/tensor'
import { VideoError } from '../video-error.js'
import { encodePng } from './png.js'
import { requireFrame } from './require-frame.js'

/** Pixels between two pictures of the sheet. */
const GAP = 2

/** Grey level of the gap: tells itself from black and from white pictures. */
const GAP_LEVEL = 96

/**
 * All frames beside each other, row after row, as one PNG to look at. The frames are of one size.
 * @throws VideoError invalid-option, invalid-frame
 */
export async function contactSheet(frames: readonly PixelFrame[], columns: number): Promise<Uint8Array> {
  const [first] = frames
  if (first === undefined || !Number.isInteger(columns) || columns < 1) {
    throw new VideoError(
      'invalid-option',
      `A contact sheet of ${frames.length} frames in ${columns} columns was asked for; give at least one of each.`,
    )
  }
  frames.forEach((frame, index) => requireFrame(frame, `Frame ${index} of the contact sheet`, first))
  const across = Math.min(columns, frames.length)
  const down = Math.ceil(frames.length / across)
  const width = across * (first.width + GAP) - GAP
  const height = down * (first.height + GAP) - GAP
  const data = new Uint8Array(width * height * 3).fill(GAP_LEVEL)
  frames.forEach((frame, index) => {
    const left = (index % across) * (first.width + GAP)
    const top = Math.floor(index / across) * (first.height + GAP)
    const rowBytes = first.width * 3
    for (let row = 0; row < first.height; row += 1) {
      const pixels = frame.data.subarray(row * rowBytes, (row + 1) * rowBytes)
      data.set(pixels, ((top + row) * width + left) * 3)
    }
  })
  return encodePng({ width, height, data })
}
