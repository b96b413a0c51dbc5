import type { PixelFrame } from '@frameloom/tensor'
import sharp from 'sharp'
import type { PictureSize } from '../picture/require-frame.js'
import { VideoError } from '../video-error.js'

/** A picture from outside, fitted, and what it was. */
export interface FittedPicture {
  readonly frame: PixelFrame
  /** Size before it was fitted, as it is meant to be seen. */
  readonly original: PictureSize
}

/** What this build reads; others, SVG among them, may refer to files of their own. */
const FORMATS = ['png', 'jpeg', 'webp']

/** Pixels of the largest picture that is decoded: 64 million take 192 MB. */
const MOST_PIXELS = 2 ** 26

/**
 * A PNG, JPEG or WebP, turned as its camera says, and fitted to `size` so that it is covered: the middle is kept, what hangs over is cut
 * off. What is transparent becomes black.
 * @param place what to call it in an error, such as "The picture sea.png"
 * @throws VideoError unknown-format, damaged-file
 */
export async function readPicture(
  bytes: Uint8Array,
  { size, place }: { readonly size: PictureSize; readonly place: string },
): Promise<FittedPicture> {
  const source = sharp(bytes, { limitInputPixels: MOST_PIXELS })
  const found = await source.metadata().catch(() => undefined)
  if (found === undefined || !FORMATS.includes(found.format)) {
    throw new VideoError('unknown-format', `${place} is not a PNG, JPEG or WebP: save it as one of these.`)
  }
  try {
    const { data } = await source
      .autoOrient()
      .resize({ width: size.width, height: size.height, fit: 'cover' })
      .flatten({ background: 'black' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height } = found.autoOrient
    return { frame: { ...size, data: rgb(data, size) }, original: { width, height } }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new VideoError('damaged-file', `${place} cannot be decoded (${reason}): give another copy of it.`, { cause })
  }
}

/** Three bytes per pixel, also where the picture is grey. */
function rgb(data: Uint8Array, { width, height }: PictureSize): Uint8Array {
  const channels = data.length / (width * height)
  if (channels === 3) return Uint8Array.from(data)
  return Uint8Array.from({ length: 3 * width * height }, (_, i) => data[Math.floor(i / 3) * channels] ?? 0)
}
