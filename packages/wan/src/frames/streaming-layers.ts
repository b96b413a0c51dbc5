import type { GraphBuilder, Value } from '@frameloom/onnx'
import type { SafetensorsFile } from '@frameloom/weights'
import { NetworkWeights } from '../network-weights.js'

/** What a memory layer keeps of the past: its input one frame earlier, f32. Bind one buffer as input and as output. */
export interface LayerMemory {
  readonly input: string
  readonly output: string
  readonly shape: readonly [frames: 1, width: number, height: number, width: number]
}

/** The ports of memory layer number `layer`. */
export const memoryPorts = (layer: number) => ({ input: `memory.${layer}`, output: `memory.${layer}.next` })

/**
 * The layers that decoders and encoders of the TAEHV kind (https://github.com/madebyollin/taehv) share, over the weights of
 * one file. Frames are the batch of every convolution.
 */
export class StreamingLayers {
  readonly #graph: GraphBuilder
  readonly #file: SafetensorsFile
  readonly weights: NetworkWeights

  constructor(graph: GraphBuilder, file: SafetensorsFile) {
    this.#graph = graph
    this.#file = file
    this.weights = new NetworkWeights(graph, file)
  }

  /** A 3 x 3 convolution with zeros around the picture; `stride` 2 halves its sides. */
  convolved(input: Value, name: string, stride = 1): Value {
    const bias = this.#file.tensors.has(`${name}.bias`) ? { bias: this.weights.parameter(`${name}.bias`) } : {}
    return this.#graph.conv({
      input,
      weight: this.weights.parameter(`${name}.weight`),
      ...bias,
      pads: [1, 1, 1, 1],
      ...(stride > 1 && { strides: [stride, stride] }),
    })
  }

  /**
   * relu(conv(relu(conv(relu(conv([x; past]))))) + x) over `frames` frames, each beside its own input one frame earlier; the
   * memory's ports become the graph's.
   */
  remembering(
    input: Value,
    { name, memory, frames }: { readonly name: string; readonly memory: LayerMemory; readonly frames: number },
  ): Value {
    const graph = this.#graph
    const known = graph.input(memory.input, 'f32', memory.shape)
    // The next memory is cut from this concatenation, not from the layer's input: so it cannot be written, into the
    // buffer that it shares with the last one, before that one was read.
    const sequence = graph.concat([known, input], 0)
    const past = graph.slice(sequence, { axis: 0, from: 0, to: frames })
    graph.output(memory.output, graph.slice(sequence, { axis: 0, from: frames }), { dtype: 'f32', dims: memory.shape })
    const first = graph.relu(this.convolved(graph.concat([input, past], 1), `${name}.conv.0`))
    const second = graph.relu(this.convolved(first, `${name}.conv.2`))
    return graph.relu(graph.add(this.convolved(second, `${name}.conv.4`), input))
  }
}
