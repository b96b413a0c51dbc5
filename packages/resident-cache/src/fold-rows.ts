import type { StoreShape } from '@frameloom/kv-cache'
import type { GraphBuilder, Value } from '@frameloom/onnx'
import type { FoldGroup } from './fold-group.js'

/** Where fold nodes are written. */
export interface FoldPlace {
  readonly graph: GraphBuilder
  readonly shape: StoreShape
}

/** A rate and what is left of the memory, 1 - rate: f32, [memory slots, 1, 1], or [layers, 1, tokens, 1] where tokens differ. */
export interface Rate {
  readonly rate: Value
  readonly keep: Value
}

/** What enters a fold, for keys or for values. */
export interface FoldPart {
  /** Of the folded slots: `meanRows`. */
  readonly mean: Value
  /** The memory slots before the fold, [layers, memory slots, tokens, width]; absent while they hold no memory yet. */
  readonly remembered: Value | undefined
}

/** Guards the division where no token has moved at all. */
const NO_MOTION = 1e-8

/**
 * Mean of the folded slots, `rows` [layers, slots, tokens, width]: [layers, 1, 1, width] for `frame` pooling, else
 * [layers, 1, tokens, width].
 */
export function meanRows(graph: GraphBuilder, { pooling, from }: FoldGroup, rows: Value): Value {
  if (pooling === 'frame') return graph.reduceMean(rows, [1, 2])
  return from.length === 1 ? rows : graph.reduceMean(rows, [1])
}

/**
 * The rate of every token, between `least` and `most`: by the L2 distance over the head dim between the evicted and the
 * remembered key, averaged over heads, relative to the farthest token. Without memory, `remembered` counts as 0.
 */
export function rateByMotion(
  { graph, shape }: FoldPlace,
  keys: FoldPart,
  { least, most }: { readonly least: Value; readonly most: Value },
): Rate {
  const difference = keys.remembered ? graph.sub(keys.mean, keys.remembered) : keys.mean
  const byHead = graph.reshape(difference, [shape.layers, 1, -1, shape.heads, shape.width / shape.heads])
  const lengths = graph.sqrt(graph.reduceSum(graph.mul(byHead, byHead), [4], false))
  const distance = graph.reduceMean(lengths, [3])
  const farthest = graph.add(graph.reduceMax(distance, [2]), graph.scalar(NO_MOTION))
  const rate = graph.add(least, graph.mul(graph.div(distance, farthest), graph.sub(most, least)))
  return { rate, keep: graph.sub(graph.scalar(1), rate) }
}

/** The memory slots' new rows, [layers, memory slots, tokens, width]: rate x mean + (1 - rate) x remembered. */
export function blendRows({ graph, shape }: FoldPlace, group: FoldGroup, parts: Rate & FoldPart): Value {
  const entering = graph.mul(parts.mean, parts.rate)
  const blended = parts.remembered
    ? graph.add(graph.mul(parts.remembered, parts.keep), entering)
    : graph.expand(entering, [shape.layers, group.into.length, shape.tokensPerSlot, shape.width])
  return group.precision === 'bf16' ? graph.cast(graph.cast(blended, 'bf16'), 'f32') : blended
}
