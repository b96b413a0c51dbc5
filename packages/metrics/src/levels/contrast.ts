import type { Picture } from '../picture/picture.js'
import { brightness } from './brightness.js'

/**
 * RMS contrast: the standard deviation of luma as a share of white, from 0 to 0.5 (Peli, "Contrast in complex images",
 * J. Opt. Soc. Am. A 7(10), 1990). A brighter or darker picture of the same shapes keeps it.
 */
export function contrast(picture: Picture): number {
  const { luma } = picture
  const mean = brightness(picture) * 255
  let squares = 0
  for (let at = 0; at < luma.length; at++) {
    const beside = (luma[at] ?? 0) - mean
    squares += beside * beside
  }
  return Math.sqrt(squares / luma.length) / 255
}
