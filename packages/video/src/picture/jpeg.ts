import type { PixelFrame } from '@frameloom/tensor'
import { rawPicture } from './raw-picture.js'
import { requireFrame } from './require-frame.js'

export interface JpegOptions {
  /** 1 (smallest) to 100; 80 where left out. */
  readonly quality?: number
}

/**
 * The frame as a JPEG, for previews. Huffman tables are the standard ones: optimising them costs two to three times
 * the time for about a tenth of the bytes.
 * @throws VideoError invalid-frame
 */
export async function encodeJpeg(frame: PixelFrame, { quality = 80 }: JpegOptions = {}): Promise<Uint8Array> {
  requireFrame(frame, 'The frame')
  return rawPicture(frame).jpeg({ quality, optimiseCoding: false }).toBuffer()
}
