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
  /** Tables of all attended rows, [1, rows, head dim / 2]. */
  readonly all: { readonly cos: Value; readonly sin: Value }
  /** Their last rows: the chunk's. */
  readonly chunk: { readonly cos: Value; readonly sin: Value }
}

/** The cache with the chunk's rows, in place: keys enter it un-rotated. `x` is [chunk tokens, width]. */
export function remember(
  place: AttentionPlace,
  x: Value,
  { cache, chunkRow }: { readonly cache: CachedRows; readonly chunkRow: Value },
): CachedRows {
  const { graph, weights, name } = place
  const at = { at: chunkRow, axis: 1 }
  return {
    keys: graph.tensorScatter(cache.keys, normed(place, x, 'k'), at),
    values: graph.tensorScatter(cache.values, graph.unsqueeze(weights.linear(x, `${name}.v`), [0]), at),
  }
}

/**
 * The chunk attends to itself and to every slot before it; nothing is masked, because the bound views of the cache end
 * with the chunk, which `remember` has written there.
 * All keys are rotated here, so that a slot's position may differ from pass to pass.
 * `x` and the result are [chunk tokens, width].
 */
export function selfAttention(
  place: AttentionPlace,
  x: Value,
  { written, rotary }: { readonly written: CachedRows; readonly rotary: RotaryPlace },
): Value {
  const { graph, geometry } = place
  const { heads } = geometry
  const query = graph.rotaryEmbedding(normed(place, x, 'q'), { ...rotary.chunk, heads })
  const key = graph.rotaryEmbedding(written.keys, { ...rotary.all, heads })
  return projected(place, graph.multiHeadAttention({ query, key, value: written.values, heads }))
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
