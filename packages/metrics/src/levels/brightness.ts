import type { Picture } from '../picture/picture.js'

/** Mean luma (ITU-R BT.709) as a share of white, from 0 to 1. Its drift is exposure drift. */
export function brightness({ luma }: Picture): number {
  let sum = 0
  for (let at = 0; at < luma.length; at++) sum += luma[at] ?? 0
  return sum / luma.length / 255
}
