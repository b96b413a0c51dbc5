import { tensorOf } from '@frameloom/tensor'
import type { NodeSink, Value } from './node-sink.js'

/** A linear map over 2-dimensional data: input [rows, in], weight [in, out], or [out, in] with `transposed`; bias [out]. */
export interface GemmParts {
  readonly input: Value
  readonly weight: Value
  readonly bias?: Value
  /** True for PyTorch's Linear weights. Default false. */
  readonly transposed?: boolean
}

/** A convolution: input [batch, in, ...space], weight [out, in / groups, ...kernel], bias [out]. */
export interface ConvParts {
  readonly input: Value
  readonly weight: Value
  readonly bias?: Value
  /** One per axis in space; default 1. */
  readonly strides?: readonly number[]
  /** Zeros added before each axis in space, then after each; default 0. */
  readonly pads?: readonly number[]
  readonly dilations?: readonly number[]
  /** Default 1. */
  readonly groups?: number
}

/** Scale and bias are of the last axis's size. */
export interface NormParts {
  readonly scale: Value
  readonly bias?: Value
  readonly epsilon: number
}

/** Tables [batch, tokens, head size / 2], or [positions, head size / 2] together with `positions` (i64, [batch, tokens]). */
export interface RotaryParts {
  readonly cos: Value
  readonly sin: Value
  readonly positions?: Value
  readonly heads: number
  /** Whether neighbours (2j, 2j + 1) form a pair, as in Wan, or the halves of a head do. Default true. */
  readonly interleaved?: boolean
}

/** Queries [batch, tokens, heads x size], keys and values [batch, past tokens, heads x size]. */
export interface AttentionParts {
  readonly query: Value
  readonly key: Value
  readonly value: Value
  readonly heads: number
  /** Default 1 / sqrt(head size). */
  readonly scale?: number
}

/** The operator domain of ONNX Runtime's own operators. */
const CONTRIB = 'com.microsoft'

/** Products, norms, reductions, attention. */
export function neuralOperators(sink: NodeSink) {
  const reduce =
    (op: string) =>
    (x: Value, axes: readonly number[], keepDims: boolean = true) =>
      sink.node({
        op,
        inputs: [x, sink.constant(tensorOf('i64', [axes.length], BigInt64Array.from(axes, BigInt)))],
        attributes: { keepdims: keepDims ? 1 : 0 },
      })

  return {
    /** Products of the last two axes, as NumPy's matmul. */
    matMul: (a: Value, b: Value): Value => sink.node({ op: 'MatMul', inputs: [a, b] }),

    gemm: ({ input, weight, bias, transposed = false }: GemmParts): Value =>
      sink.node({ op: 'Gemm', inputs: [input, weight, bias], attributes: { transB: transposed ? 1 : 0 } }),

    conv: ({ input, weight, bias, groups = 1, strides, pads, dilations }: ConvParts): Value =>
      sink.node({
        op: 'Conv',
        inputs: [input, weight, bias],
        attributes: {
          group: groups,
          ...(strides && { strides }),
          ...(pads && { pads }),
          ...(dilations && { dilations }),
        },
      }),

    /**
     * Over the last axis. LayerNormalization-17. The operator that adds before it norms (SkipLayerNormalization of com.microsoft)
     * takes three times as long on a CPU as two nodes (measured).
     */
    layerNorm: (x: Value, { scale, bias, epsilon }: NormParts): Value =>
      sink.node({
        op: 'LayerNormalization',
        inputs: [x, scale, bias],
        attributes: { axis: -1, epsilon: { float: epsilon } },
      }),

    /** x / sqrt(mean(x^2) + epsilon) * scale over the last axis. RMSNormalization-23. */
    rmsNorm: (x: Value, { scale, epsilon }: Omit<NormParts, 'bias'>): Value =>
      sink.node({
        op: 'RMSNormalization',
        inputs: [x, scale],
        attributes: { axis: -1, epsilon: { float: epsilon } },
        since: 23,
      }),

    softmax: (x: Value, axis: number): Value => sink.node({ op: 'Softmax', inputs: [x], attributes: { axis } }),

    reduceMean: reduce('ReduceMean'),
    reduceSum: reduce('ReduceSum'),
    reduceMax: reduce('ReduceMax'),
    reduceMin: reduce('ReduceMin'),

    /** Turns queries or keys [batch, tokens, heads x size] by their positions. RotaryEmbedding-23. */
    rotaryEmbedding: (x: Value, { cos, sin, positions, heads, interleaved = true }: RotaryParts): Value =>
      sink.node({
        op: 'RotaryEmbedding',
        inputs: [x, cos, sin, positions],
        attributes: { num_heads: heads, interleaved: interleaved ? 1 : 0 },
        since: 23,
      }),

    /**
     * Every query attends to every key: no mask. On a CPU it holds the whole score matrix, and is the faster form where that
     * fits into a core's cache. Attention-23.
     */
    attention: ({ query, key, value, heads, scale }: AttentionParts): Value =>
      sink.node({
        op: 'Attention',
        inputs: [query, key, value],
        attributes: {
          q_num_heads: heads,
          kv_num_heads: heads,
          ...(scale !== undefined && { scale: { float: scale } }),
        },
        since: 23,
      }),

    /**
     * As `attention`. Of com.microsoft; on a CPU it goes through the scores in tiles, which takes a third of the memory at long
     * caches.
     */
    multiHeadAttention: ({ query, key, value, heads, scale }: AttentionParts): Value =>
      sink.node({
        op: 'MultiHeadAttention',
        domain: CONTRIB,
        inputs: [query, key, value],
        attributes: { num_heads: heads, ...(scale !== undefined && { scale: { float: scale } }) },
      }),
  }
}
