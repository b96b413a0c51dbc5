import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBfloat16, encodeFloat16, elementCount, gaussianInto, tensorOf, type Tensor } from '@frameloom/tensor'
import type { Parameter } from '@frameloom/weights'

/** An empty folder that is removed at the end of the scope. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'frameloom-wan-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/**
 * Weights that keep activations at about 1: matrices and convolutions with deviation 1 / sqrt(inputs), vectors around
 * 0, scales of norms around 1.
 */
export function randomWeights(parameters: readonly Parameter[], seed: number): Record<string, Tensor<'f32'>> {
  const tensors: Record<string, Tensor<'f32'>> = {}
  for (const [chunk, { name, shape }] of parameters.entries()) {
    const data = new Float32Array(elementCount(shape))
    gaussianInto(data, { seed, chunk, step: 0 })
    const inputs = shape.length > 1 && !name.endsWith('modulation') ? elementCount(shape.slice(1)) : 10
    const centre = /norm.*weight$/.test(name) ? 1 : 0
    for (let i = 0; i < data.length; i++) data[i] = centre + (data[i] ?? 0) / Math.sqrt(inputs)
    tensors[name] = tensorOf('f32', shape, data)
  }
  return tensors
}

/**
 * The same numbers, rounded to half floats: a file's narrower elements, and what they mean as 32-bit floats are not the
 * same.
 */
export function asHalf(
  tensors: Readonly<Record<string, Tensor<'f32'>>>,
  dtype: 'f16' | 'bf16',
): Record<string, Tensor> {
  const encode = dtype === 'f16' ? encodeFloat16 : encodeBfloat16
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => {
      const bits = new Uint16Array(data.length)
      encode(data, bits)
      return [name, tensorOf(dtype, shape, bits)]
    }),
  )
}

/** Reproducible standard normal numbers. */
export function normalNumbers(length: number, seed: number): Float32Array {
  const numbers = new Float32Array(length)
  gaussianInto(numbers, { seed, chunk: 0, step: 1 })
  return numbers
}

/** The largest |a - b| of two lists of one length; infinite where the lengths differ, NaN where an element is NaN. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)))
  return largest
}
