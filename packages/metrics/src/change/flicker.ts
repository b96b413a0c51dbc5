import type { Picture } from '../picture/picture.js'

/**
 * Temporal flickering as VBench scores it: (255 - d) / 255, where d is the mean absolute difference of two successive frames
 * over all pixels and channels (arXiv 2311.17982; vbench/temporal_flickering.py, `calculate_mae` and `cal_score`). 1: nothing
 * changes. VBench asks for static clips: where the scene moves, this counts motion too, so read it beside `motion`.
 */
export function flickerScore(previous: Picture, { rgb }: Picture): number {
  const before = previous.rgb
  let difference = 0
  for (let at = 0; at < rgb.length; at++) difference += Math.abs((rgb[at] ?? 0) - (before[at] ?? 0))
  return (255 - difference / rgb.length) / 255
}
