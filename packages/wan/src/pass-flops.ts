import type { WanGeometry } from './geometry.js'

/**
 * Floating-point operations of one pass with `slots` attended slots: two per multiplication in products of matrices,
 * attention
 * included; norms, activations and rotations are left out.
 */
export function passFlops(geometry: WanGeometry, slots: number): number {
  const { chunkTokens, ffnWidth, layers, patchSize, textLength, timeFeatures, tokensPerFrame, width } = geometry
  const maps = chunkTokens * width * (6 * width + 2 * ffnWidth)
  const attention = 2 * chunkTokens * width * (slots * tokensPerFrame + textLength)
  const ends = 2 * chunkTokens * width * patchSize
  const time = width * (timeFeatures + 7 * width)
  return 2 * (layers * (maps + attention) + ends + time)
}
