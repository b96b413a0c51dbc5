import type { WanGeometry } from './geometry.js'

/**
 * Floating-point operations of one pass with `slots` attended slots: two per multiplication in products of matrices,
 * attention included; norms, activations and rotations are left out. A clean pass computes no output, so its last layer
 * ends with keys and values.
 */
export function passFlops(geometry: WanGeometry, slots: number, kind: 'denoise' | 'clean' = 'denoise'): number {
  const { chunkTokens, ffnWidth, layers, patchSize, textLength, timeFeatures, tokensPerFrame, width } = geometry
  const maps = chunkTokens * width * (6 * width + 2 * ffnWidth)
  const attention = 2 * chunkTokens * width * (slots * tokensPerFrame + textLength)
  const ends = 2 * chunkTokens * width * patchSize
  const time = width * (timeFeatures + 7 * width)
  const behindValues = maps - 2 * chunkTokens * width * width + attention
  const forOutput = kind === 'clean' ? behindValues + ends / 2 : 0
  return 2 * (layers * (maps + attention) + ends + time - forOutput)
}
