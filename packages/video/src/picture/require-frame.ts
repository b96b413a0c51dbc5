import type { PixelFrame } from '@frameloom/tensor'
import { VideoError } from '../video-error.js'

export type PictureSize = Pick<PixelFrame, 'width' | 'height'>

/** Largest width and height that JPEG and PNG (through libvips), WebP, VP8 and H.264 all take, in pixels. */
const LARGEST_SIDE = 16_383

export const isSide = (pixels: number): boolean => Number.isInteger(pixels) && pixels >= 1 && pixels <= LARGEST_SIDE

/**
 * Refuses a frame whose bytes do not fit its size, or which is not of `expected` size where that is given.
 * @throws VideoError invalid-frame, naming the frame by `place` (such as "Frame 3 of chunk 2")
 */
export function requireFrame(frame: PixelFrame, place: string, expected: PictureSize = frame): void {
  const { width, height, data } = frame
  const size = `${width}x${height}`
  if (!isSide(width) || !isSide(height)) {
    throw new VideoError('invalid-frame', `${place} is ${size}; give sides of 1 to ${LARGEST_SIDE} whole pixels.`)
  }
  if (width !== expected.width || height !== expected.height) {
    const wanted = `${expected.width}x${expected.height}`
    throw new VideoError('invalid-frame', `${place} is ${size}, but all frames must be ${wanted}; resize it first.`)
  }
  if (data.length !== width * height * 3) {
    throw new VideoError(
      'invalid-frame',
      `${place} of ${size} holds ${data.length} bytes; give ${width * height * 3}, three per pixel (RGB, interleaved).`,
    )
  }
}
