import type { PixelFrame } from '@frameloom/tensor'
import { rawPicture } from './raw-picture.js'
import { requireFrame } from './require-frame.js'

export interface JpegOptions {
  /** 1 (smallest) to 100; 80 where left out. */
  readonly quality?: number
  /** Pixels of the JPEG; those of the frame where left out. */
  readonly size?: { readonly width: number; readonly height: number }
}

/**
 * The frame as a JPEG, for previews. Huffman tables are the standard ones: optimising them costs two to three times
 * the time for about a tenth of the bytes.
 * @throws VideoError invalid-frame
 */
export async function encodeJpeg(frame: PixelFrame, options: JpegOptions = {}): Promise<Uint8Array> {
  const { quality = 80, size } = options
  requireFrame(frame, 'The frame')
  const picture = size === undefined ? rawPicture(frame) : rawPicture(frame).resize({ ...size, fit: 'fill' })
  return picture.jpeg({ quality, optimiseCoding: false }).toBuffer()
}
