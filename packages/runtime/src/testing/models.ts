import { graphBuilder } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'

/** y = x + x, over f32 [n]. */
export function doubling(): Uint8Array {
  const graph = graphBuilder()
  const x = graph.input('x', 'f32', ['n'])
  graph.output('y', graph.add(x, x), { dtype: 'f32', dims: ['n'] })
  return graph.build()
}

/** Writes `rows` [1, r, width] over `cache` [1, n, width] from row `at` on; `scatters` times, each one row further down. */
export function cacheWrite(width: number, scatters: number = 1): Uint8Array {
  const graph = graphBuilder()
  const cache = graph.input('cache', 'f32', [1, 'n', width])
  const rows = graph.input('rows', 'f32', [1, 'r', width])
  let at = graph.input('at', 'i64', [1])
  let written = cache
  for (let i = 0; i < scatters; i++) {
    written = graph.tensorScatter(written, rows, { at, axis: 1 })
    at = graph.add(at, graph.integers([1]))
  }
  graph.output('written', written, { dtype: 'f32', dims: [1, 'n', width] })
  return graph.build()
}

/**
 * Multiplies x [size, size] by half the identity `steps` times: as much work as one likes, at one node each, whose result
 * is x / 2^steps exactly.
 */
export function manyProducts(size: number, steps: number): Uint8Array {
  const graph = graphBuilder()
  const half = new Float32Array(size * size)
  for (let i = 0; i < size; i++) half[i * (size + 1)] = 0.5
  const weight = graph.inlineWeight('half', tensorOf('f32', [size, size], half))
  let value = graph.input('x', 'f32', [size, size])
  for (let i = 0; i < steps; i++) value = graph.matMul(value, weight)
  graph.output('y', value, { dtype: 'f32', dims: [size, size] })
  return graph.build()
}
