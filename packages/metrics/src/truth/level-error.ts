import type { PixelFrame } from '@frameloom/tensor'
import { brightness } from '../levels/brightness.js'
import { saturation } from '../levels/saturation.js'
import { Picture } from '../picture/picture.js'

/** How far a picture is from what it should show, in levels that no motion changes. */
export interface LevelError {
  /** Mean luma (see `brightness`) minus the truth's, as shares of full scale: above 0 is too bright. */
  readonly exposure: number
  /** Mean saturation (see `saturation`) minus the truth's: above 0 is too colourful. */
  readonly saturation: number
}

/**
 * Exposure and saturation error against the true picture of the same instant. Where the truth is known this replaces drift
 * against a video's own beginning, which takes nightfall for a fault.
 */
export function levelError(frame: PixelFrame, truth: PixelFrame): LevelError {
  const [found, expected] = [pictureOf(frame), pictureOf(truth)]
  return {
    exposure: brightness(found) - brightness(expected),
    saturation: saturation(found) - saturation(expected),
  }
}

function pictureOf(frame: PixelFrame): Picture {
  const picture = new Picture(frame)
  picture.load(frame.data)
  return picture
}
