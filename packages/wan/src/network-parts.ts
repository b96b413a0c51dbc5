import type { GraphBuilder } from '@frameloom/onnx'
import type { WanGeometry } from './geometry.js'
import type { NetworkWeights } from './network-weights.js'

/** What every part of the denoiser's graph is built with. */
export interface NetworkParts {
  readonly graph: GraphBuilder
  readonly weights: NetworkWeights
  readonly geometry: WanGeometry
}
