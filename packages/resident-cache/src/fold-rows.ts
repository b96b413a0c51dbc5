import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import type { GraphBuilder, Value } from '@frameloom/onnx'

export type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>

/** Where fold nodes are written. */
export interface FoldPlace {
  readonly graph: GraphBuilder
  readonly shape: StoreShape
}

/** A rate and what is left of the memory, 1 - rate: f32, of shape [1], or [1, tokens, 1] where tokens differ. */
export interface Rate {
  readonly rate: Value
  readonly keep: Value
}

/** Guards the division where no token has moved at all. */
const NO_MOTION = 1e-8

/** Mean of the folded slots, `rows` [1, slots x tokens, width]: [1, 1, width] for `frame` pooling, else [1, tokens, width]. */
export function meanRows({ graph, shape }: FoldPlace, op: FoldOp, rows: Value): Value {
  if (op.pooling === 'frame') return graph.reduceMean(rows, [1])
  if (op.from.length === 1) return rows
  return graph.reduceMean(graph.reshape(rows, [op.from.length, shape.tokensPerSlot, shape.width]), [0])
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
  const byHead = graph.reshape(difference, [1, -1, shape.heads, shape.width / shape.heads])
  const lengths = graph.sqrt(graph.reduceSum(graph.mul(byHead, byHead), [3], false))
  const distance = graph.reduceMean(lengths, [2])
  const farthest = graph.add(graph.reduceMax(distance, [1]), graph.scalar(NO_MOTION))
  const rate = graph.add(least, graph.mul(graph.div(distance, farthest), graph.sub(most, least)))
  return { rate, keep: graph.sub(graph.scalar(1), rate) }
}

/** The memory slot's new rows, [1, tokens, width]: rate x mean + (1 - rate) x remembered. */
export function blendRows(
  { graph, shape }: FoldPlace,
  op: FoldOp,
  parts: Rate & { readonly mean: Value; readonly remembered: Value | undefined },
): Value {
  const entering = graph.mul(parts.mean, parts.rate)
  const blended = parts.remembered
    ? graph.add(entering, graph.mul(parts.remembered, parts.keep))
    : graph.expand(entering, [1, shape.tokensPerSlot, shape.width])
  return op.precision === 'bf16' ? graph.cast(graph.cast(blended, 'bf16'), 'f32') : blended
}
