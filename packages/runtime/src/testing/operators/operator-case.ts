import type { GraphBuilder, Value } from '@frameloom/onnx'
import { type Tensor, tensorOf } from '@frameloom/tensor'

/** One operator on given inputs, and what its definition makes of them. */
export interface OperatorCase {
  readonly operator: string
  readonly inputs: readonly Tensor[]
  readonly build: (g: GraphBuilder, values: readonly Value[]) => Value
  readonly expected: Tensor
}

/** The value, which the case needs. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The case lacks a value that its operator needs.')
  return value
}

/** A tensor of 32-bit floats. */
export const f32 = (shape: readonly number[], values: readonly number[]) =>
  tensorOf('f32', shape, Float32Array.from(values))
/** A row of 64-bit integers. */
export const i64 = (...values: readonly number[]) =>
  tensorOf('i64', [values.length], BigInt64Array.from(values, BigInt))

/** Two rows that several cases share. */
export const rows = f32([2, 4], [1, 2, 3, 4, -1, 0, 1, 6])
