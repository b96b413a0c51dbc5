import { gaussianInto, type Tensor, tensorOf, toFloat32, zeros } from '@frameloom/tensor'
import { f32, given, type OperatorCase, rows } from './operator-case.js'

function random(shape: readonly number[], seed: number): Tensor<'f32'> {
  const tensor = zeros('f32', shape)
  gaussianInto(tensor.data, { seed, chunk: 0, step: 0 })
  return tensor
}
const scale = f32([4], [1, 2, 0.5, -1])
const bias = f32([4], [0, 1, 0, 0.5])

function rowByRow(f: (row: readonly number[]) => readonly number[]): Tensor {
  return f32(
    [2, 4],
    [0, 1].flatMap((r) => f([...rows.data.subarray(4 * r, 4 * r + 4)])),
  )
}
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

function matMul(a: Tensor, b: Tensor, columns: number): number[] {
  const inner = b.data.length / columns
  return Array.from({ length: (a.data.length / inner) * columns }, (_, i) => {
    const row = Math.floor(i / columns)
    let sum = 0
    for (let k = 0; k < inner; k++) sum += Number(a.data[row * inner + k]) * Number(b.data[k * columns + (i % columns)])
    return sum
  })
}

/** Attention of 2 heads of size 4, head by head, in 64-bit floats. */
function attention(q: Tensor, k: Tensor, v: Tensor): number[] {
  const at = (tensor: Tensor, token: number, head: number) => [
    ...toFloat32(tensor).subarray(token * 8 + head * 4, token * 8 + head * 4 + 4),
  ]
  const keys = k.data.length / 8
  return Array.from({ length: q.data.length / 8 }, (_, token) => token).flatMap((token) =>
    [0, 1].flatMap((head) => {
      const query = at(q, token, head)
      const scores = Array.from(
        { length: keys },
        (_, key) => at(k, key, head).reduce((sum, x, d) => sum + x * given(query[d]), 0) / 2,
      )
      const weights = scores.map((score) => Math.exp(score - Math.max(...scores)))
      const total = weights.reduce((sum, w) => sum + w, 0)
      return [0, 1, 2, 3].map((d) => weights.reduce((sum, w, key) => sum + (w / total) * given(at(v, key, head)[d]), 0))
    }),
  )
}

const q = random([1, 3, 8], 1)
const k = random([1, 5, 8], 2)
const v = random([1, 5, 8], 3)
const angles = random([3 * 2], 4).data
const a34 = random([3, 4], 5)
const b42 = random([4, 2], 6)
const transposed = (tensor: Tensor, [r, c]: readonly [number, number]) =>
  f32(
    [c, r],
    Array.from({ length: r * c }, (_, i) => Number(tensor.data[(i % r) * c + Math.floor(i / r)])),
  )

/** Products, norms, reductions, attention. */
export const neuralCases: readonly OperatorCase[] = [
  {
    operator: 'matMul',
    inputs: [a34, b42],
    build: (g, [a, b]) => g.matMul(given(a), given(b)),
    expected: f32([3, 2], matMul(a34, b42, 2)),
  },
  {
    operator: 'gemm',
    inputs: [a34, transposed(b42, [4, 2]), f32([2], [1, -1])],
    build: (g, [input, weight, b]) =>
      g.gemm({ input: given(input), weight: given(weight), bias: given(b), transposed: true }),
    expected: f32(
      [3, 2],
      matMul(a34, b42, 2).map((x, i) => x + (i % 2 === 0 ? 1 : -1)),
    ),
  },
  {
    operator: 'gemm without bias',
    inputs: [a34, b42],
    build: (g, [input, weight]) => g.gemm({ input: given(input), weight: given(weight) }),
    expected: f32([3, 2], matMul(a34, b42, 2)),
  },
  {
    operator: 'conv',
    inputs: [f32([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]), f32([1, 1, 2, 2], [1, 0, 0, -1]), f32([1], [10])],
    build: (g, [input, weight, b]) =>
      g.conv({ input: given(input), weight: given(weight), bias: given(b), strides: [2, 2], pads: [1, 1, 0, 0] }),
    expected: f32([1, 1, 2, 2], [9, 7, 3, 6]),
  },
  {
    operator: 'layerNorm',
    inputs: [rows, scale, bias],
    build: (g, [x, s, b]) => g.layerNorm(given(x), { scale: given(s), bias: given(b), epsilon: 1e-6 }),
    expected: rowByRow((row) => {
      const m = mean(row)
      const deviation = Math.sqrt(mean(row.map((x) => (x - m) ** 2)) + 1e-6)
      return row.map((x, i) => ((x - m) / deviation) * given(scale.data[i]) + given(bias.data[i]))
    }),
  },
  {
    operator: 'rmsNorm',
    inputs: [rows, scale],
    build: (g, [x, s]) => g.rmsNorm(given(x), { scale: given(s), epsilon: 1e-6 }),
    expected: rowByRow((row) => {
      const rms = Math.sqrt(mean(row.map((x) => x * x)) + 1e-6)
      return row.map((x, i) => (x / rms) * given(scale.data[i]))
    }),
  },
  {
    operator: 'softmax',
    inputs: [rows],
    build: (g, [x]) => g.softmax(given(x), -1),
    expected: rowByRow((row) => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0)
      return row.map((x) => Math.exp(x) / total)
    }),
  },
  {
    operator: 'reduceMean',
    inputs: [rows],
    build: (g, [x]) => g.reduceMean(given(x), [1]),
    expected: f32([2, 1], [2.5, 1.5]),
  },
  {
    operator: 'reduceSum',
    inputs: [rows],
    build: (g, [x]) => g.reduceSum(given(x), [0], false),
    expected: f32([4], [0, 2, 4, 10]),
  },
  {
    operator: 'reduceMax',
    inputs: [rows],
    build: (g, [x]) => g.reduceMax(given(x), [0, 1], false),
    expected: f32([], [6]),
  },
  {
    operator: 'reduceMin',
    inputs: [rows],
    build: (g, [x]) => g.reduceMin(given(x), [1]),
    expected: f32([2, 1], [1, -1]),
  },
  {
    operator: 'rotaryEmbedding',
    inputs: [q, f32([1, 3, 2], Array.from(angles, Math.cos)), f32([1, 3, 2], Array.from(angles, Math.sin))],
    build: (g, [x, cos, sin]) => g.rotaryEmbedding(given(x), { cos: given(cos), sin: given(sin), heads: 2 }),
    expected: f32(
      [1, 3, 8],
      Array.from(q.data, (x, i) => {
        const angle = given(angles[Math.floor(i / 8) * 2 + (Math.floor(i / 2) % 2)])
        const partner = given(q.data[i ^ 1])
        return i % 2 === 0
          ? x * Math.cos(angle) - partner * Math.sin(angle)
          : x * Math.cos(angle) + partner * Math.sin(angle)
      }),
    ),
  },
  {
    operator: 'rotaryEmbedding by halves, at positions',
    inputs: [
      f32([1, 1, 4], [1, 2, 3, 4]),
      f32([2, 2], [9, 9, Math.cos(1), Math.cos(2)]),
      f32([2, 2], [9, 9, Math.sin(1), Math.sin(2)]),
      tensorOf('i64', [1, 1], BigInt64Array.of(1n)),
    ],
    build: (g, [x, cos, sin, positions]) =>
      g.rotaryEmbedding(given(x), {
        cos: given(cos),
        sin: given(sin),
        positions: given(positions),
        heads: 1,
        interleaved: false,
      }),
    expected: f32(
      [1, 1, 4],
      [
        Math.cos(1) - 3 * Math.sin(1),
        2 * Math.cos(2) - 4 * Math.sin(2),
        3 * Math.cos(1) + Math.sin(1),
        4 * Math.cos(2) + 2 * Math.sin(2),
      ],
    ),
  },
  {
    operator: 'attention',
    inputs: [q, k, v],
    build: (g, [query, key, value]) =>
      g.attention({ query: given(query), key: given(key), value: given(value), heads: 2 }),
    expected: f32([1, 3, 8], attention(q, k, v)),
  },
  {
    operator: 'attention with a scale of its own',
    inputs: [
      f32(
        [1, 3, 8],
        Array.from(q.data, (x) => x * 2),
      ),
      k,
      v,
    ],
    build: (g, [query, key, value]) =>
      g.attention({ query: given(query), key: given(key), value: given(value), heads: 2, scale: 0.25 }),
    expected: f32([1, 3, 8], attention(q, k, v)),
  },
  {
    operator: 'multiHeadAttention',
    inputs: [q, k, v],
    build: (g, [query, key, value]) =>
      g.multiHeadAttention({ query: given(query), key: given(key), value: given(value), heads: 2 }),
    expected: f32([1, 3, 8], attention(q, k, v)),
  },
  {
    operator: 'multiHeadAttention with a scale of its own',
    inputs: [
      f32(
        [1, 3, 8],
        Array.from(q.data, (x) => x * 2),
      ),
      k,
      v,
    ],
    build: (g, [query, key, value]) =>
      g.multiHeadAttention({ query: given(query), key: given(key), value: given(value), heads: 2, scale: 0.25 }),
    expected: f32([1, 3, 8], attention(q, k, v)),
  },
]
