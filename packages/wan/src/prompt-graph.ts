import { graphBuilder } from '@frameloom/onnx'
import type { SafetensorsFile } from '@frameloom/weights'
import { promptKeysAndValues } from './attention.js'
import { PORTS } from './denoiser-graph.js'
import type { WanGeometry } from './geometry.js'
import { NetworkWeights } from './network-weights.js'

/** f32 [text length, text dim] */
export const PROMPT_ROWS = 'prompt'

/**
 * What the denoiser reads of a prompt: keys and values of every layer's cross-attention, `PORTS.promptKeys` and
 * `PORTS.promptValues`.
 * Rows behind the last word are zero and stay attended, as in Wan's training.
 */
export function promptGraph(geometry: WanGeometry, file: SafetensorsFile): Uint8Array {
  const graph = graphBuilder({ name: 'causal-wan-prompt' })
  const weights = new NetworkWeights(graph, file)
  const { layers, textDim, textLength, width } = geometry
  const rows = graph.input(PROMPT_ROWS, 'f32', [textLength, textDim])
  const hidden = graph.gelu(weights.linear(rows, 'text_embedding.0'), 'tanh')
  const context = weights.linear(hidden, 'text_embedding.2')
  const dims = [1, textLength, width]
  for (let layer = 0; layer < layers; layer++) {
    const place = { graph, weights, geometry, name: `blocks.${layer}.cross_attn` }
    const { keys, values } = promptKeysAndValues(place, context)
    graph.output(PORTS.promptKeys(layer), keys, { dtype: 'f32', dims })
    graph.output(PORTS.promptValues(layer), values, { dtype: 'f32', dims })
  }
  return graph.build()
}
