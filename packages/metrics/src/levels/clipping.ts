import type { Picture } from '../picture/picture.js'

/**
 * Share of pixels of which at least one channel is at an end of its range (0 or 255), where detail is lost: crushed
 * shadows, burnt lights and colours that have left the gamut.
 */
export function clippedShare({ rgb }: Picture): number {
  let clipped = 0
  for (let at = 0; at < rgb.length; at += 3) {
    if (isEnd(rgb[at]) || isEnd(rgb[at + 1]) || isEnd(rgb[at + 2])) clipped++
  }
  return clipped / (rgb.length / 3)
}

const isEnd = (value: number | undefined): boolean => value === 0 || value === 255
