import type { PixelFrame } from '@frameloom/tensor'
import type { EncodedFrame } from '../container/container.js'
import { rawPicture } from '../picture/raw-picture.js'
import { VideoError } from '../video-error.js'
import type { PictureEncoder } from './picture-encoder.js'

/** WebP quality (0 to 100), and the fastest search: the next one takes half as long again for a few percent of the bytes. */
const QUALITY = 85
const EFFORT = 0

/**
 * VP8 without a video encoder: the `VP8 ` chunk of a lossy WebP file is a VP8 key frame (RFC 9649, 2.5; RFC 6386), so
 * every picture is one of its own.
 */
export class Vp8Encoder implements PictureEncoder {
  readonly decoderSetup = new Uint8Array(0)

  async encode(frames: readonly PixelFrame[]): Promise<readonly EncodedFrame[]> {
    return Promise.all(
      frames.map(async (frame) => {
        const webp = await rawPicture(frame).webp({ quality: QUALITY, effort: EFFORT }).toBuffer()
        return { data: vp8Chunk(webp), isKey: true }
      }),
    )
  }

  async finish(): Promise<void> {
    await this[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held between two calls.
  }
}

/** RIFF: "RIFF", length, "WEBP", then chunks of type, length and content, padded to even lengths. */
function vp8Chunk(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length;) {
    const length = webp.readUInt32LE(at + 4)
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length % 2)
  }
  throw new VideoError(
    'encoder-failed',
    `The WebP encoder gave ${webp.length} bytes without a VP8 picture; reinstall the sharp package.`,
  )
}
