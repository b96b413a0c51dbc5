import type { Picture } from '../picture/picture.js'

/**
 * HSV saturation, (max - min) / max over a pixel's channels (Smith, "Color gamut transform pairs", SIGGRAPH 1978), as the
 * mean over all pixels weighted by max: the sum of (max - min) over the sum of max, from 0 to 1. The weight keeps the noise
 * of nearly black pixels out; scaling the light keeps the figure. A black picture has 0.
 */
export function saturation({ rgb }: Picture): number {
  let chroma = 0
  let value = 0
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at] ?? 0
    const green = rgb[at + 1] ?? 0
    const blue = rgb[at + 2] ?? 0
    const most = Math.max(red, green, blue)
    chroma += most - Math.min(red, green, blue)
    value += most
  }
  return value > 0 ? chroma / value : 0
}
