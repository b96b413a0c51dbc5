import type { Value } from '@frameloom/onnx'
import type { NetworkParts } from './network-parts.js'

interface AttentionPlace extends NetworkParts {
  /** `blocks.<layer>.self_attn` or `blocks.<layer>.cross_attn`. */
  readonly name: string
}

/** A layer's cache as graph inputs: the attended slots' rows, the chunk's included; [1, rows, width]. */
export interface CachedRows {
  readonly keys: Value
  readonly values: Value
}

/** Shared by all layers of a pass. */
export interface RotaryPlace {
  /** First row of the chunk in the cache, i64 [1]. */
  readonly chunkRow: Value
  /** Tables of all attended rows, [1, rows, head dim / 2]. */
  readonly all: { readonly cos: Value; readonly sin: Value }
  /** Their last rows: the chunk's. */
  readonly chunk: { readonly cos: Value; readonly sin: Value }
}

/**
 * The chunk attends to itself and to every slot before it; nothing is masked, because the bound views of the cache end
 * with the chunk.
 * The chunk's keys enter the cache un-rotated, and all keys are rotated here, so that a slot's position may differ from
 * pass to pass.
 * `x` and `output` are [chunk tokens, width]; `written` is the cache with the chunk's rows, in place.
 */
export function selfAttention(
  place: AttentionPlace,
  x: Value,
  { cache, rotary }: { readonly cache: CachedRows; readonly rotary: RotaryPlace },
): { readonly output: Value; readonly written: CachedRows } {
  const { graph, weights, geometry, name } = place
  const { heads } = geometry
  const query = graph.rotaryEmbedding(normed(place, x, 'q'), { ...rotary.chunk, heads })
  const at = { at: rotary.chunkRow, axis: 1 }
  const keys = graph.tensorScatter(cache.keys, normed(place, x, 'k'), at)
  const values = graph.tensorScatter(cache.values, graph.unsqueeze(weights.linear(x, `${name}.v`), [0]), at)
  const key = graph.rotaryEmbedding(keys, { ...rotary.all, heads })
  const attended = graph.multiHeadAttention({ query, key, value: values, heads })
  return { output: projected(place, attended), written: { keys, values } }
}

/**
 * Cross-attention to a prompt's keys and values [1, text length, width]: no rotation, no mask. `x` is [chunk tokens,
 * width].
 */
export function crossAttention(place: AttentionPlace, x: Value, prompt: CachedRows): Value {
  const { heads } = place.geometry
  const query = normed(place, x, 'q')
  return projected(place, place.graph.multiHeadAttention({ query, key: prompt.keys, value: prompt.values, heads }))
}

/** The keys and values of a prompt for one layer: `context` [text length, width] gives [1, text length, width] each. */
export function promptKeysAndValues(place: AttentionPlace, context: Value): CachedRows {
  const values = place.weights.linear(context, `${place.name}.v`)
  return { keys: normed(place, context, 'k'), values: place.graph.unsqueeze(values, [0]) }
}

/**
 * Queries or keys: a linear map, then an RMS norm over the full width, before heads are told apart. Gives [1, rows,
 * width].
 */
function normed({ graph, weights, geometry, name }: AttentionPlace, x: Value, map: 'q' | 'k'): Value {
  const rows = graph.rmsNorm(weights.linear(x, `${name}.${map}`), {
    scale: weights.parameter(`${name}.norm_${map}.weight`),
    epsilon: geometry.epsilon,
  })
  return graph.unsqueeze(rows, [0])
}

function projected({ graph, weights, name }: AttentionPlace, attended: Value): Value {
  return weights.linear(graph.squeeze(attended, [0]), `${name}.o`)
}
