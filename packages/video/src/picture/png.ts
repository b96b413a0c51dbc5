import type { PixelFrame } from '@frameloom/tensor'
import { type Capsule, capsuleText } from '../capsule/capsule.js'
import { withInternationalText } from '../capsule/png-text.js'
import { rawPicture } from './raw-picture.js'
import { requireFrame } from './require-frame.js'

export interface PngOptions {
  /** Travels inside the picture; `readCapsule` gives it back. */
  readonly capsule?: Capsule
}

/**
 * The frame as a PNG, without loss.
 * @throws VideoError invalid-frame, invalid-capsule
 */
export async function encodePng(frame: PixelFrame, { capsule }: PngOptions = {}): Promise<Uint8Array> {
  requireFrame(frame, 'The frame')
  const text = capsule === undefined ? undefined : capsuleText(capsule)
  const png = await rawPicture(frame).png().toBuffer()
  return text === undefined ? png : withInternationalText(png, text)
}
