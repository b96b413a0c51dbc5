import { basename } from 'node:path'
import type { GraphBuilder, Value } from '@frameloom/onnx'
import type { Shape } from '@frameloom/tensor'
import type { SafetensorsFile } from '@frameloom/weights'
import { WanError } from './wan-error.js'

/**
 * The parameters of a file as values of one graph, 32-bit. The bytes stay in the file; the session reads them from there (it must be told
 * the file's folder). Narrower elements are widened by a node that ONNX Runtime carries out once, when the session opens.
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
    const known = this.#known.get(name)
    if (known) return known
    const entry = this.#file.tensors.get(name)
    if (!entry)
      throw new WanError(
        'config-invalid',
        `${this.#file.path} holds no parameter ${name}: check it with wanParameters first.`,
      )
    const { dtype, offset } = entry
    const stored = this.#graph.weight(name, {
      dtype,
      shape: shape ?? entry.shape,
      location: basename(this.#file.path),
      offset,
    })
    const value = dtype === 'f32' ? stored : this.#graph.cast(stored, 'f32')
    this.#known.set(name, value)
    return value
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
}
