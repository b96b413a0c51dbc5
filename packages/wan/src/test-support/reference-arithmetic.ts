import type { Tensor } from '@frameloom/tensor'

/** A matrix in 64 bits, row by row. */
export interface Rows {
  readonly count: number
  readonly width: number
  readonly at: Float64Array
}

export type Weights = Readonly<Record<string, Tensor<'f32'>>>

export function rowsOf(width: number, numbers: ArrayLike<number>): Rows {
  return { count: numbers.length / width, width, at: Float64Array.from(numbers) }
}

export const rowOf = ({ width, at }: Rows, row: number): Float64Array => at.subarray(row * width, (row + 1) * width)

export function map({ count, width, at }: Rows, change: (value: number, row: number, column: number) => number): Rows {
  return { count, width, at: at.map((value, i) => change(value, Math.floor(i / width), i % width)) }
}

/** x W^T + b with `name.weight` [out, ...in] and `name.bias`. */
export function linear(weights: Weights, name: string, x: Rows): Rows {
  const weight = tensor(weights, `${name}.weight`)
  const bias = tensor(weights, `${name}.bias`)
  const width = bias.length
  const at = new Float64Array(x.count * width)
  for (let row = 0; row < x.count; row++) {
    for (let out = 0; out < width; out++) {
      let sum = bias[out] ?? NaN
      for (let i = 0; i < x.width; i++) sum += (x.at[row * x.width + i] ?? NaN) * (weight[out * x.width + i] ?? NaN)
      at[row * width + out] = sum
    }
  }
  return { count: x.count, width, at }
}

export function tensor(weights: Weights, name: string): Float32Array {
  const found = weights[name]
  if (!found) throw new RangeError(`The reference lacks ${name}.`)
  return found.data
}

export function layerNorm(x: Rows, epsilon: number): Rows {
  const at = new Float64Array(x.at.length)
  for (let row = 0; row < x.count; row++) {
    const values = rowOf(x, row)
    const mean = values.reduce((sum, value) => sum + value, 0) / x.width
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.width
    at.set(
      values.map((value) => (value - mean) / Math.sqrt(variance + epsilon)),
      row * x.width,
    )
  }
  return { ...x, at }
}

export function rmsNorm(x: Rows, gain: Float32Array, epsilon: number): Rows {
  const scale = Array.from({ length: x.count }, (_, row) => {
    return 1 / Math.sqrt(rowOf(x, row).reduce((sum, value) => sum + value * value, 0) / x.width + epsilon)
  })
  return map(x, (value, row, column) => value * (scale[row] ?? NaN) * (gain[column] ?? NaN))
}

export const silu = (x: Rows): Rows => map(x, (value) => value / (1 + Math.exp(-value)))
export const geluTanh = (x: Rows): Rows =>
  map(x, (value) => 0.5 * value * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3))))

/** softmax(q k^T / sqrt(head dim)) v, head by head; heads lie side by side in a row. */
export function attend(
  heads: number,
  query: Rows,
  { keys, values }: { readonly keys: Rows; readonly values: Rows },
): Rows {
  const headDim = query.width / heads
  const at = new Float64Array(query.at.length)
  for (let head = 0; head < heads; head++) {
    const part = (x: Rows, row: number) => rowOf(x, row).subarray(head * headDim, (head + 1) * headDim)
    for (let row = 0; row < query.count; row++) {
      const q = part(query, row)
      const scores = Float64Array.from({ length: keys.count }, (_, key) => {
        return part(keys, key).reduce((sum, value, i) => sum + value * (q[i] ?? NaN), 0) / Math.sqrt(headDim)
      })
      const highest = Math.max(...scores)
      const shares = scores.map((score) => Math.exp(score - highest))
      const total = shares.reduce((sum, share) => sum + share, 0)
      const into = at.subarray(row * query.width + head * headDim, row * query.width + (head + 1) * headDim)
      for (const [key, share] of shares.entries()) {
        for (const [i, value] of part(values, key).entries()) into[i] = (into[i] ?? NaN) + (share / total) * value
      }
    }
  }
  return { ...query, at }
}
