import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import type { GraphBuilder, Value } from '@frameloom/onnx'

export type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>

/** Where fold nodes are written. */
export interface FoldPlace {
  readonly graph: GraphBuilder
  readonly shape: StoreShape
}

/** A rate and what is left of the memory, 1 - rate: f32, of shape [1], or [layers, tokens, 1] where tokens differ. */
export interface Rate {
  readonly rate: Value
  readonly keep: Value
}

/** Guards the division where no token has moved at all. */
const NO_MOTION = 1e-8

/**
 * Mean of the folded slots, `rows` [layers, slots x tokens, width]: [layers, 1, width] for `frame` pooling, else
 * [layers, tokens, width].
 */
export function meanRows({ graph, shape }: FoldPlace, op: FoldOp, rows: Value): Value {
  if (op.pooling === 'frame') return graph.reduceMean(rows, [1])
  if (op.from.length === 1) return rows
  const bySlot = graph.reshape(rows, [shape.layers, op.from.length, shape.tokensPerSlot, shape.width])
  return graph.reduceMean(bySlot, [1], false)
}

/**
 * The rate of every token, between `least` and `most`: by the L2 distance over the head dim between the evicted and the
 * remembered key, averaged over heads, relative to the farthest token. Without memory, `remembered` counts as 0.
 */
export function rateByMotion(
  { graph, shape }: FoldPlace,
  keys: { readonly mean: Value; readonly remembered: Value | undefined },
  { least, most }: { readonly least: Value; readonly most: Value },
): Rate {
  const difference = keys.remembered ? graph.sub(keys.mean, keys.remembered) : keys.mean
  const byHead = graph.reshape(difference, [shape.layers, -1, shape.heads, shape.width / shape.heads])
  const lengths = graph.sqrt(graph.reduceSum(graph.mul(byHead, byHead), [3], false))
  const distance = graph.reduceMean(lengths, [2])
  const farthest = graph.add(graph.reduceMax(distance, [1]), graph.scalar(NO_MOTION))
  const rate = graph.add(least, graph.mul(graph.div(distance, farthest), graph.sub(most, least)))
  return { rate, keep: graph.sub(graph.scalar(1), rate) }
}

/** The memory slot's new rows, [layers, tokens, width]: rate x mean + (1 - rate) x remembered. */
export function blendRows(
  { graph, shape }: FoldPlace,
  op: FoldOp,
  parts: Rate & { readonly mean: Value; readonly remembered: Value | undefined },
): Value {
  const entering = graph.mul(parts.mean, parts.rate)
  const blended = parts.remembered
    ? graph.add(entering, graph.mul(parts.remembered, parts.keep))
    : graph.expand(entering, [shape.layers, shape.tokensPerSlot, shape.width])
  return op.precision === 'bf16' ? graph.cast(graph.cast(blended, 'bf16'), 'f32') : blended
}
