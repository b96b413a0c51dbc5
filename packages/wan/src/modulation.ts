import type { Value } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'
import type { NetworkParts } from './network-parts.js'

/** What a timestep does to one part of a layer: each [frames, 1, width]. */
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

/** The timesteps of all frames, embedded: for the head [frames, 1, width], for the layers [frames, 6, width]. */
export function embedTime({ graph, weights, geometry }: NetworkParts, features: Value) {
  const hidden = graph.silu(weights.linear(features, 'time_embedding.0'))
  const embedded = weights.linear(hidden, 'time_embedding.2')
  const projected = weights.linear(graph.silu(embedded), 'time_projection.1')
  const { chunkFrames, width } = geometry
  return {
    forHead: graph.reshape(embedded, [chunkFrames, 1, width]),
    forLayers: graph.reshape(projected, [chunkFrames, 6, width]),
  }
}

/** Rows of Wan's six: shift, scale, gate of self-attention, then of the feed-forward net. */
export function layerModulation(parts: NetworkParts, name: string, time: Value): LayerModulation {
  const [shift1, scale1, gate1, shift2, scale2, gate2] = modulationRows(parts, name, {
    time,
    scales: [0, 1, 0, 0, 1, 0],
  })
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

/** The head's two rows are shift and scale. */
export function headModulation(parts: NetworkParts, time: Value): Modulation {
  const [shift, scale] = modulationRows(parts, 'head.modulation', { time, scales: [0, 1] })
  if (!shift || !scale) throw new RangeError('The head has two modulation rows.')
  return { shift, scale }
}

/**
 * Learned rows plus time, split; 1 is added to the rows that scale, in a sum of constants that is folded when the
 * session opens.
 */
function modulationRows(
  { graph, weights }: NetworkParts,
  name: string,
  { time, scales }: { readonly time: Value; readonly scales: readonly number[] },
): readonly Value[] {
  const ones = graph.constant(tensorOf('f32', [1, scales.length, 1], Float32Array.from(scales)))
  const rows = graph.add(time, graph.add(weights.parameter(name), ones))
  return graph.split(rows, { axis: 1, sizes: scales.map(() => 1) })
}

/**
 * LN(x) (1 + scale) + shift, frame by frame; x [frames x tokens, width]. The norm has no parameters of its own. (ONNX
 * lets the modulation take their place, but ONNX Runtime's kernel for such broadcast parameters takes twice the time of
 * three nodes.)
 */
export function modulatedNorm(parts: NetworkParts, x: Value, { scale, shift }: Modulation): Value {
  const { graph, geometry } = parts
  const ones = graph.constant(tensorOf('f32', [geometry.width], new Float32Array(geometry.width).fill(1)))
  const normed = graph.layerNorm(x, { scale: ones, epsilon: geometry.epsilon })
  return byToken(parts, graph.add(graph.mul(byFrame(parts, normed), scale), shift))
}

/** x + gate * change, frame by frame; x and change [frames x tokens, width]. */
export function addGated(
  parts: NetworkParts,
  x: Value,
  { change, gate }: { readonly change: Value; readonly gate: Value },
): Value {
  return parts.graph.add(x, byToken(parts, parts.graph.mul(byFrame(parts, change), gate)))
}

const byFrame = ({ graph, geometry: { chunkFrames, tokensPerFrame, width } }: NetworkParts, x: Value): Value =>
  graph.reshape(x, [chunkFrames, tokensPerFrame, width])

const byToken = ({ graph, geometry: { chunkTokens, width } }: NetworkParts, x: Value): Value =>
  graph.reshape(x, [chunkTokens, width])
