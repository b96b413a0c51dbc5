import { graphBuilder, type GraphBuilder, type Value } from '@frameloom/onnx'
import type { SafetensorsFile } from '@frameloom/weights'
import { LATENT_CHANNELS } from '../geometry.js'
import { FRAMES_PER_LATENT, PIXELS_PER_CELL } from './decoder-geometry.js'
import type { EncoderGeometry } from './encoder-geometry.js'
import { type LayerMemory, memoryPorts, StreamingLayers } from './streaming-layers.js'

/** u8 [4, 8 height, 8 width, 3] */
export const ENCODER_FRAMES = 'frames'
/** f32 [1, 16, height, width] */
export const ENCODER_LATENT = 'latent'

interface EncoderParts {
  readonly file: SafetensorsFile
  readonly geometry: EncoderGeometry
  /** Of the latent. */
  readonly height: number
  readonly width: number
}

/** The memories of all layers, in the network's order. */
export function encoderMemories({ geometry, height, width }: Omit<EncoderParts, 'file'>): LayerMemory[] {
  let scale = PIXELS_PER_CELL / geometry.unshuffle
  return geometry.layers.flatMap((layer): LayerMemory[] => {
    if (layer.kind === 'convolution') scale /= layer.stride
    if (layer.kind !== 'memory') return []
    return [{ ...memoryPorts(layer.number), shape: [1, layer.width, height * scale, width * scale] }]
  })
}

/** As for the decoder, whose operators these are too. */
const OPSET = 20

/** A streaming causal encoder of the TAEHV kind as an ONNX model: four pictures to one latent frame. */
export function encoderGraph(parts: EncoderParts): Uint8Array {
  const { file, geometry, height, width } = parts
  const graph = graphBuilder({ name: 'frame-encoder', opset: OPSET })
  const layers = new StreamingLayers(graph, file)
  const memories = new Map(encoderMemories(parts).map((memory) => [memory.input, memory]))
  let frames = FRAMES_PER_LATENT
  let rows = (height * PIXELS_PER_CELL) / geometry.unshuffle
  let columns = (width * PIXELS_PER_CELL) / geometry.unshuffle

  let x = cells(graph, { rows, columns, side: geometry.unshuffle })
  for (const layer of geometry.layers) {
    const name = `encoder.${layer.number}`
    const memory = memories.get(memoryPorts(layer.number).input)
    if (layer.kind === 'relu') x = graph.relu(x)
    if (layer.kind === 'memory' && memory) x = layers.remembering(x, { name, memory, frames })
    if (layer.kind === 'convolution') {
      x = layers.convolved(x, name, layer.stride)
      rows /= layer.stride
      columns /= layer.stride
    }
    if (layer.kind === 'pool') {
      frames /= layer.frames
      const beside = graph.reshape(x, [frames, layer.frames * layer.width, rows, columns])
      x = graph.conv({ input: beside, weight: layers.weights.parameter(`${name}.conv.weight`) })
    }
  }
  graph.output(ENCODER_LATENT, x, { dtype: 'f32', dims: [1, LATENT_CHANNELS, height, width] })
  return graph.build()
}

/** Bytes, channels last, to colours 0 to 1 with the pixels of each cell on the channels: PyTorch's pixel_unshuffle. */
function cells(
  graph: GraphBuilder,
  { rows, columns, side }: { readonly rows: number; readonly columns: number; readonly side: number },
): Value {
  const bytes = graph.input(ENCODER_FRAMES, 'u8', [FRAMES_PER_LATENT, rows * side, columns * side, 3])
  const colours = graph.div(graph.cast(bytes, 'f32'), graph.scalar(255))
  const apart = graph.reshape(colours, [FRAMES_PER_LATENT, rows, side, columns, side, 3])
  const ordered = graph.transpose(apart, [0, 5, 2, 4, 1, 3])
  return graph.reshape(ordered, [FRAMES_PER_LATENT, 3 * side ** 2, rows, columns])
}
