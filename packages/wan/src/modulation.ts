import type { Value } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'
import type { NetworkParts } from './network-parts.js'

/** What the chunk's timestep does to one norm: each [width]. */
export interface Modulation {
  /** Already 1 + scale. */
  readonly scale: Value
  readonly shift: Value
}

export interface LayerModulation {
  readonly attention: Modulation
  readonly attentionGate: Value
  readonly feedForward: Modulation
  readonly feedForwardGate: Value
}

/** The chunk's timestep, embedded from its features [1, time features]: for the head [width], for the layers [6 x width]. */
export function embedTime({ graph, weights, geometry }: NetworkParts, features: Value) {
  const hidden = graph.silu(weights.linear(features, 'time_embedding.0'))
  const embedded = weights.linear(hidden, 'time_embedding.2')
  const projected = weights.linear(graph.silu(embedded), 'time_projection.1')
  const { width } = geometry
  return { forHead: graph.reshape(embedded, [width]), forLayers: graph.reshape(projected, [6 * width]) }
}

/** Rows of Wan's six: shift, scale, gate of self-attention, then of the feed-forward net. */
export function layerModulation(parts: NetworkParts, name: string, time: Value): LayerModulation {
  const scales = [0, 1, 0, 0, 1, 0]
  const [shift1, scale1, gate1, shift2, scale2, gate2] = modulationRows(parts, name, { time, scales })
  if (!shift1 || !scale1 || !gate1 || !shift2 || !scale2 || !gate2) {
    throw new RangeError('A layer has six modulation rows.')
  }
  return {
    attention: { shift: shift1, scale: scale1 },
    attentionGate: gate1,
    feedForward: { shift: shift2, scale: scale2 },
    feedForwardGate: gate2,
  }
}

/** The head's two rows are shift and scale; both take the same embedding. */
export function headModulation(parts: NetworkParts, time: Value): Modulation {
  const both = parts.graph.concat([time, time], 0)
  const [shift, scale] = modulationRows(parts, 'head.modulation', { time: both, scales: [0, 1] })
  if (!shift || !scale) throw new RangeError('The head has two modulation rows.')
  return { shift, scale }
}

/**
 * Learned rows plus time, split; 1 is added to the rows that scale, in a sum of constants that is folded when the
 * session opens.
 */
function modulationRows(
  { graph, weights, geometry }: NetworkParts,
  name: string,
  { time, scales }: { readonly time: Value; readonly scales: readonly number[] },
): readonly Value[] {
  const { width } = geometry
  const ones = new Float32Array(scales.length * width)
  for (const [row, scale] of scales.entries()) ones.fill(scale, row * width, (row + 1) * width)
  const learned = weights.parameter(name, [ones.length])
  const rows = graph.add(time, graph.add(learned, graph.constant(tensorOf('f32', [ones.length], ones))))
  return graph.split(rows, { axis: 0, sizes: scales.map(() => width) })
}

/**
 * LN(x) (1 + scale) + shift; x [tokens, width]. The norm has no parameters of its own, so the modulation takes their
 * place: one node, because a chunk shares one noise level.
 */
export const modulatedNorm = ({ graph, geometry }: NetworkParts, x: Value, { scale, shift }: Modulation): Value =>
  graph.layerNorm(x, { scale, bias: shift, epsilon: geometry.epsilon })

/** x + gate * change; x and change [tokens, width]. */
export const addGated = (
  { graph }: NetworkParts,
  x: Value,
  { change, gate }: { readonly change: Value; readonly gate: Value },
): Value => graph.add(x, graph.mul(change, gate))
