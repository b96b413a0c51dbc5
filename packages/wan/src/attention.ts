import type { Value } from '@frameloom/onnx'
import type { DeviceKind } from '@frameloom/runtime'
import { bytesPerElement } from '@frameloom/tensor'
import type { NetworkParts } from './network-parts.js'

interface AttentionPlace extends NetworkParts {
  /** `blocks.<layer>.self_attn` or `blocks.<layer>.cross_attn`. */
  readonly name: string
}

interface AttendingPlace extends AttentionPlace {
  /** Where the graph is to run: a CPU and a GPU may be given different operators for one formula. */
  readonly device: DeviceKind
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
  place: AttendingPlace,
  x: Value,
  { written, rotary }: { readonly written: CachedRows; readonly rotary: RotaryPlace },
): Value {
  const { graph, geometry } = place
  const { heads, tokensPerFrame, trainedFrames } = geometry
  const query = graph.rotaryEmbedding(normed(place, x, 'q'), { ...rotary.chunk, heads })
  const key = graph.rotaryEmbedding(written.keys, { ...rotary.all, heads })
  const rows = { query, key, value: written.values }
  return projected(place, attended(place, rows, trainedFrames * tokensPerFrame))
}

/**
 * Cross-attention to a prompt's keys and values [1, text length, width]: no rotation, no mask. `x` is [chunk tokens,
 * width].
 */
export function crossAttention(place: AttendingPlace, x: Value, prompt: CachedRows): Value {
  const rows = { query: normed(place, x, 'q'), key: prompt.keys, value: prompt.values }
  return projected(place, attended(place, rows, place.geometry.textLength))
}

/** Bytes of a score matrix that a CPU computes faster whole than in tiles: up to a seventh, on two threads (measured). */
const SMALL_SCORES = 4 * 2 ** 20

/** Attention of a chunk's queries to about `keyRows` keys. */
function attended(
  { graph, geometry, device }: AttendingPlace,
  rows: { readonly query: Value; readonly key: Value; readonly value: Value },
  keyRows: number,
): Value {
  const { heads, chunkTokens } = geometry
  const scores = bytesPerElement('f32') * heads * chunkTokens * keyRows
  const attention = device === 'cpu' && scores <= SMALL_SCORES ? graph.attention : graph.multiHeadAttention
  return attention({ ...rows, heads })
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
