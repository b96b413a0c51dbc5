import { graphBuilder, type GraphBuilder, type Value } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'
import type { SafetensorsFile } from '@frameloom/weights'
import { LATENT_CHANNELS } from '../geometry.js'
import {
  FRAMES_PER_LATENT,
  growthChannels,
  PIXELS_PER_CELL,
  type DecoderGeometry,
  type DecoderStage,
} from './decoder-geometry.js'
import { type LayerMemory, memoryPorts, StreamingLayers } from './streaming-layers.js'

/** f32 [1, 16, height, width] */
export const DECODER_LATENT = 'latent'
/** u8 [4, 8 height, 8 width, 3] */
export const DECODER_FRAMES = 'frames'

interface DecoderParts {
  readonly file: SafetensorsFile
  readonly geometry: DecoderGeometry
  /** Of the latent. */
  readonly height: number
  readonly width: number
}

/** The memories of all layers, in the network's order. */
export function decoderMemories({ geometry, height, width }: Omit<DecoderParts, 'file'>): LayerMemory[] {
  let scale = 1
  return geometry.stages.flatMap((stage) => {
    const shape = [1, stage.width, height * scale, width * scale] as const
    scale *= stage.enlarge
    return stage.memories.map((layer) => ({ ...memoryPorts(layer), shape }))
  })
}

/**
 * Operator set in which every operator used here has CUDA kernels: later ones left Resize, Reshape and Transpose
 * behind.
 */
const OPSET = 20

/**
 * A streaming causal decoder of the TAEHV kind (https://github.com/madebyollin/taehv) as an ONNX model: one latent
 * frame to four pixel frames. Frames are the batch of every convolution; a memory layer sees, beside each frame, its own
 * input one frame earlier.
 */
export function decoderGraph(parts: DecoderParts): Uint8Array {
  const { file, geometry, height, width } = parts
  const graph = graphBuilder({ name: 'frame-decoder', opset: OPSET })
  const layers = new StreamingLayers(graph, file)
  const memories = new Map(decoderMemories(parts).map((memory) => [memory.input, memory]))

  const latent = graph.input(DECODER_LATENT, 'f32', [1, LATENT_CHANNELS, height, width])
  const three = graph.scalar(3)
  const clamped = graph.mul(graph.tanh(graph.div(latent, three)), three)
  let x = graph.relu(layers.convolved(clamped, 'decoder.1'))
  let frames = 1
  for (const stage of geometry.stages) {
    for (const layer of stage.memories) x = remembering(x, layer)
    frames *= stage.frames
    x = grown(x, stage)
  }
  x = layers.convolved(graph.relu(x), 'decoder.22')
  graph.output(DECODER_FRAMES, pixels(graph, x, geometry.shuffle), {
    dtype: 'u8',
    dims: [FRAMES_PER_LATENT, height * PIXELS_PER_CELL, width * PIXELS_PER_CELL, 3],
  })
  return graph.build()

  function remembering(input: Value, layer: number): Value {
    const memory = memories.get(memoryPorts(layer).input)
    if (!memory) throw new RangeError(`Layer ${layer} keeps no memory.`)
    return layers.remembering(input, { name: `decoder.${layer}`, memory, frames })
  }

  /**
   * More frames, larger, of the next width. Growth in time is a map of single positions, so it may come before
   * enlarging.
   */
  function grown(input: Value, stage: DecoderStage): Value {
    const name = `decoder.${stage.grow}.conv.weight`
    const skipped = growthChannels(file, stage) - stage.frames * stage.width
    const weight = layers.weights.lastRows(name, skipped)
    const [, , rows = 0, columns = 0] = memories.get(`memory.${stage.memories[0]}`)?.shape ?? []
    const more = graph.reshape(graph.conv({ input, weight }), [frames, stage.width, rows, columns])
    return layers.convolved(enlarged(graph, more, stage.enlarge), `decoder.${stage.narrow}`)
  }
}

function enlarged(graph: GraphBuilder, x: Value, factor: number): Value {
  if (factor === 1) return x
  const scales = graph.constant(tensorOf('f32', [4], Float32Array.of(1, 1, factor, factor)))
  const nearest = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' }
  return graph.node({ op: 'Resize', inputs: [x, undefined, scales], attributes: nearest })
}

/** Colours 0 to 1, channels first, to bytes, channels last. */
function pixels(graph: GraphBuilder, colours: Value, shuffle: number): Value {
  const whole =
    shuffle === 1
      ? colours
      : graph.node({ op: 'DepthToSpace', inputs: [colours], attributes: { blocksize: shuffle, mode: 'CRD' } })
  const clipped = graph.clip(whole, { min: graph.scalar(0), max: graph.scalar(1) })
  const rounded = graph.node({ op: 'Round', inputs: [graph.mul(clipped, graph.scalar(255))] })
  return graph.transpose(graph.cast(rounded, 'u8'), [0, 2, 3, 1])
}
