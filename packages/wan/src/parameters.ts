import type { Parameter } from '@frameloom/weights'
import { LATENT_CHANNELS, type WanGeometry } from './geometry.js'

/**
 * Every parameter of a causal Wan denoiser, under Wan 2.1's names, with PyTorch's shapes (linear maps are [out, in]).
 */
export function wanParameters(geometry: WanGeometry): Parameter[] {
  const { width, ffnWidth, timeFeatures, textDim, layers, patch, patchSize } = geometry
  const parameters: Parameter[] = [
    { name: 'patch_embedding.weight', shape: [width, LATENT_CHANNELS, 1, patch.height, patch.width] },
    { name: 'patch_embedding.bias', shape: [width] },
    ...linear('text_embedding.0', textDim, width),
    ...linear('text_embedding.2', width, width),
    ...linear('time_embedding.0', timeFeatures, width),
    ...linear('time_embedding.2', width, width),
    ...linear('time_projection.1', width, 6 * width),
    { name: 'head.modulation', shape: [1, 2, width] },
    ...linear('head.head', width, patchSize),
  ]
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `blocks.${layer}`
    parameters.push(
      { name: `${prefix}.modulation`, shape: [1, 6, width] },
      ...attention(`${prefix}.self_attn`, width),
      { name: `${prefix}.norm3.weight`, shape: [width] },
      { name: `${prefix}.norm3.bias`, shape: [width] },
      ...attention(`${prefix}.cross_attn`, width),
      ...linear(`${prefix}.ffn.0`, width, ffnWidth),
      ...linear(`${prefix}.ffn.2`, ffnWidth, width),
    )
  }
  return parameters
}

function attention(prefix: string, width: number): Parameter[] {
  return [
    ...['q', 'k', 'v', 'o'].flatMap((map) => linear(`${prefix}.${map}`, width, width)),
    { name: `${prefix}.norm_q.weight`, shape: [width] },
    { name: `${prefix}.norm_k.weight`, shape: [width] },
  ]
}

function linear(prefix: string, from: number, to: number): Parameter[] {
  return [
    { name: `${prefix}.weight`, shape: [to, from] },
    { name: `${prefix}.bias`, shape: [to] },
  ]
}
