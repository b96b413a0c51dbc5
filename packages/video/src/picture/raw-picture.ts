import type { PixelFrame } from '@frameloom/tensor'
import sharp, { type Sharp } from 'sharp'

/** The frame as sharp reads it: its own bytes, not a copy. */
export function rawPicture({ data, width, height }: PixelFrame): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}
