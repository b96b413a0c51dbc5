import { basename } from 'node:path'
import type { GraphBuilder, Value } from '@frameloom/onnx'
import { bytesPerElement, elementCount, type Shape } from '@frameloom/tensor'
import type { SafetensorsFile, TensorEntry } from '@frameloom/weights'

/**
 * The parameters of a file as values of one graph, 32-bit. The bytes stay in the file; the session reads them from there
 * (it must be told the file's folder). Narrower elements are widened by a node that ONNX Runtime carries out once, when
 * the session opens.
 */
export class NetworkWeights {
  readonly #graph: GraphBuilder
  readonly #file: SafetensorsFile
  readonly #known = new Map<string, Value>()

  constructor(graph: GraphBuilder, file: SafetensorsFile) {
    this.#graph = graph
    this.#file = file
  }

  /** `shape` may give other axes over the same elements. */
  parameter(name: string, shape?: Shape): Value {
    const { shape: own } = this.#entry(name)
    return this.#value(name, { shape: shape ?? own, skippedElements: 0 })
  }

  /** A parameter without its first `skipped` entries along its first axis. */
  lastRows(name: string, skipped: number): Value {
    const [rows = 0, ...rest] = this.#entry(name).shape
    return this.#value(name, { shape: [rows - skipped, ...rest], skippedElements: skipped * elementCount(rest) })
  }

  /** A linear map of PyTorch over rows [rows, in]: `name.weight` [out, in] and `name.bias` [out]. */
  linear(input: Value, name: string): Value {
    return this.#graph.gemm({
      input,
      weight: this.parameter(`${name}.weight`),
      bias: this.parameter(`${name}.bias`),
      transposed: true,
    })
  }

  #value(name: string, { shape, skippedElements }: { readonly shape: Shape; readonly skippedElements: number }): Value {
    const known = this.#known.get(name)
    if (known) return known
    const { dtype, offset } = this.#entry(name)
    const stored = this.#graph.weight(name, {
      dtype,
      shape,
      location: basename(this.#file.path),
      offset: offset + skippedElements * bytesPerElement(dtype),
    })
    const value = dtype === 'f32' ? stored : this.#graph.cast(stored, 'f32')
    this.#known.set(name, value)
    return value
  }

  #entry(name: string): TensorEntry {
    const entry = this.#file.tensors.get(name)
    if (entry) return entry
    throw new RangeError(`${this.#file.path} holds no parameter ${name}; check its parameters before building a graph.`)
  }
}
