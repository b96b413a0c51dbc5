import { graphBuilder, type Value } from '@frameloom/onnx'
import type { DeviceKind } from '@frameloom/runtime'
import type { SafetensorsFile } from '@frameloom/weights'
import { crossAttention, remember, selfAttention, type CachedRows, type RotaryPlace } from './attention.js'
import type { WanGeometry } from './geometry.js'
import { addGated, embedTime, headModulation, layerModulation, modulatedNorm } from './modulation.js'
import { NetworkWeights } from './network-weights.js'

/** Names of the denoiser graph's inputs and outputs; `written` ones are bound to the same buffers as the cache. */
export const PORTS = {
  /** f32 [chunk tokens, patch size] */
  patches: 'patches',
  /** f32 [1, time features]: a chunk shares one noise level */
  time: 'time',
  /** f32 [1, rows, head dim / 2] */
  cos: 'cos',
  sin: 'sin',
  /** i64 [1] */
  chunkRow: 'chunk_row',
  /** bool [1]: only the cache is wanted, and `output` is of no meaning. */
  cacheOnly: 'cache_only',
  /** f32 [1, rows, width] */
  keys: (layer: number) => `cache.${layer}.k`,
  values: (layer: number) => `cache.${layer}.v`,
  writtenKeys: (layer: number) => `cache.${layer}.k.written`,
  writtenValues: (layer: number) => `cache.${layer}.v.written`,
  /** f32 [1, text length, width] */
  promptKeys: (layer: number) => `prompt.${layer}.k`,
  promptValues: (layer: number) => `prompt.${layer}.v`,
  /** f32 [chunk tokens, patch size] */
  output: 'output',
} as const

/**
 * One pass over a chunk as an ONNX model over the weights in `file`. `rows`, the attended rows, may change from run to
 * run; `device` is where it will.
 * Architecture: Wan (arXiv 2503.20314), made causal by its cache.
 */
export function denoiserGraph(geometry: WanGeometry, file: SafetensorsFile, device: DeviceKind): Uint8Array {
  const graph = graphBuilder({ name: 'causal-wan' })
  const weights = new NetworkWeights(graph, file)
  const parts = { graph, weights, geometry, device }
  const { chunkTokens, headDim, layers, patchSize, textLength, timeFeatures, width, epsilon } = geometry

  const patches = graph.input(PORTS.patches, 'f32', [chunkTokens, patchSize])
  const features = graph.input(PORTS.time, 'f32', [1, timeFeatures])
  const rotary = rotaryPlace()
  const chunkRow = graph.input(PORTS.chunkRow, 'i64', [1])
  const time = graph.within('time', () => embedTime(parts, features))
  let x = graph.gemm({
    input: patches,
    weight: weights.parameter('patch_embedding.weight', [width, patchSize]),
    bias: weights.parameter('patch_embedding.bias'),
    transposed: true,
  })
  for (let layer = 0; layer < layers - 1; layer++) {
    x = graph.within(`layer.${layer}`, () => rememberingLayer(layer, x)())
  }
  const lastLayer = graph.within(`layer.${layers - 1}`, () => rememberingLayer(layers - 1, x))
  // Behind its keys and values the last layer serves the output alone, and one pass in five wants none.
  const port = { dtype: 'f32', dims: [chunkTokens, patchSize] } as const
  const output = graph.choose(graph.input(PORTS.cacheOnly, 'bool', [1]), {
    ...port,
    holds: () => graph.identity(patches),
    otherwise: () => {
      const head = headModulation(parts, time.forHead)
      return weights.linear(modulatedNorm(parts, graph.within(`layer.${layers - 1}`, lastLayer), head), 'head.head')
    },
  })
  graph.output(PORTS.output, output, port)
  return graph.build()

  function rotaryPlace(): RotaryPlace {
    const dims = [1, 'rows', headDim / 2]
    const all = { cos: graph.input(PORTS.cos, 'f32', dims), sin: graph.input(PORTS.sin, 'f32', dims) }
    const lastRows = (table: Value) => graph.slice(table, { axis: 1, from: -chunkTokens })
    return { all, chunk: { cos: lastRows(all.cos), sin: lastRows(all.sin) } }
  }

  /** Writes the layer's keys and values, and gives what computes the rest of it. */
  function rememberingLayer(layer: number, input: Value): () => Value {
    const name = `blocks.${layer}`
    const modulation = layerModulation(parts, `${name}.modulation`, time.forLayers)
    const { cache, prompt } = layerInputs(layer)
    const self = { ...parts, name: `${name}.self_attn` }
    const normed = modulatedNorm(parts, input, modulation.attention)
    const written = remember(self, normed, { cache, chunkRow })
    graph.output(PORTS.writtenKeys(layer), written.keys, { dtype: 'f32', dims: [1, 'rows', width] })
    graph.output(PORTS.writtenValues(layer), written.values, { dtype: 'f32', dims: [1, 'rows', width] })
    return () => {
      const attended = selfAttention(self, normed, { written, rotary })
      const afterSelf = addGated(parts, input, { change: attended, gate: modulation.attentionGate })

      const norm3 = {
        scale: weights.parameter(`${name}.norm3.weight`),
        bias: weights.parameter(`${name}.norm3.bias`),
        epsilon,
      }
      const read = crossAttention({ ...parts, name: `${name}.cross_attn` }, graph.layerNorm(afterSelf, norm3), prompt)
      const afterCross = graph.add(afterSelf, read)

      const inner = weights.linear(modulatedNorm(parts, afterCross, modulation.feedForward), `${name}.ffn.0`)
      const change = weights.linear(graph.gelu(inner, 'tanh'), `${name}.ffn.2`)
      return addGated(parts, afterCross, { change, gate: modulation.feedForwardGate })
    }
  }

  function layerInputs(layer: number): { readonly cache: CachedRows; readonly prompt: CachedRows } {
    const rows = [1, 'rows', width]
    const words = [1, textLength, width]
    return {
      cache: {
        keys: graph.input(PORTS.keys(layer), 'f32', rows),
        values: graph.input(PORTS.values(layer), 'f32', rows),
      },
      prompt: {
        keys: graph.input(PORTS.promptKeys(layer), 'f32', words),
        values: graph.input(PORTS.promptValues(layer), 'f32', words),
      },
    }
  }
}
