import type { Picture } from '../picture/picture.js'

/**
 * Mean absolute difference of luma between two successive frames as a share of white, from 0 (a frozen video) to 1. The
 * cheap companion that consistency and flicker must be read with, since a frozen video is best at both.
 */
export function motion(previous: Picture, { luma }: Picture): number {
  const before = previous.luma
  let difference = 0
  for (let at = 0; at < luma.length; at++) difference += Math.abs((luma[at] ?? 0) - (before[at] ?? 0))
  return difference / luma.length / 255
}
