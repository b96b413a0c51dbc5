import { type GraphBuilder, graphBuilder, type Value } from '@frameloom/onnx'
import { type Dtype, gaussianInto, type Tensor, tensorOf, toFloat32, zeros } from '@frameloom/tensor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from './device.js'
import { openDevice } from './open-device.js'
import { largestDifference, runOnce } from './testing/run-once.js'
import { secondOpinion } from './testing/second-opinion.js'

/** Kernels add up in another order than the plain sums here; 32-bit floats near 1 leave this much room. */
const TOLERANCE = 2e-5

let device: Device
beforeAll(async () => {
  device = await openDevice('cpu', { threads: 1 })
})
afterAll(() => device.dispose())

function random(shape: readonly number[], seed: number): Tensor<'f32'> {
  const tensor = zeros('f32', shape)
  gaussianInto(tensor.data, { seed, chunk: 0, step: 0 })
  return tensor
}
const f32 = (shape: readonly number[], values: readonly number[]) => tensorOf('f32', shape, Float32Array.from(values))
const i64 = (...values: readonly number[]) => tensorOf('i64', [values.length], BigInt64Array.from(values, BigInt))
const bool = (...values: readonly number[]) => tensorOf('bool', [values.length], Uint8Array.from(values))

interface Case {
  readonly operator: string
  readonly inputs: readonly Tensor[]
  readonly build: (g: GraphBuilder, values: readonly Value[]) => Value
  readonly expected: Tensor
}

/** One case per operator that works element by element on one tensor. */
const unary = (operator: string, build: (g: GraphBuilder) => (x: Value) => Value, f: (x: number) => number): Case => {
  const x = f32([2, 3], [0.5, 1.25, 2, 3.5, 0.125, 1])
  const signed = ['sqrt', 'reciprocal'].includes(operator) ? x : f32([2, 3], [-0.5, 1.25, -2, 3.5, 0, 1])
  const expected = f32([2, 3], Array.from(signed.data, f))
  return { operator, inputs: [signed], build: (g, [a]) => build(g)(given(a)), expected }
}

const binary = (
  operator: string,
  build: (g: GraphBuilder) => (a: Value, b: Value) => Value,
  f: (a: number, b: number) => number,
): Case => {
  const a = f32([2, 3], [0.5, 1.5, 2, 3.5, 0.125, 1])
  const b = f32([3], [2, 0.5, 3])
  const expected = f32(
    [2, 3],
    Array.from(a.data, (x, i) => f(x, given(b.data[i % 3]))),
  )
  return { operator, inputs: [a, b], build: (g, [p, q]) => build(g)(given(p), given(q)), expected }
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The case lacks a value that its operator needs.')
  return value
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
/** Abramowitz and Stegun 7.1.26 would be too coarse; the series converges for the small arguments used here. */
function erf(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 60; n++) {
    term *= -(x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const rows = f32([2, 4], [1, 2, 3, 4, -1, 0, 1, 6])
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

const cases: readonly Case[] = [
  binary(
    'add',
    (g) => g.add,
    (a, b) => a + b,
  ),
  binary(
    'sub',
    (g) => g.sub,
    (a, b) => a - b,
  ),
  binary(
    'mul',
    (g) => g.mul,
    (a, b) => a * b,
  ),
  binary(
    'div',
    (g) => g.div,
    (a, b) => a / b,
  ),
  binary(
    'pow',
    (g) => g.pow,
    (a, b) => a ** b,
  ),
  binary('max', (g) => g.max, Math.max),
  binary('min', (g) => g.min, Math.min),
  unary(
    'neg',
    (g) => g.neg,
    (x) => -x,
  ),
  unary('abs', (g) => g.abs, Math.abs),
  unary('exp', (g) => g.exp, Math.exp),
  unary('sqrt', (g) => g.sqrt, Math.sqrt),
  unary(
    'reciprocal',
    (g) => g.reciprocal,
    (x) => 1 / x,
  ),
  unary('tanh', (g) => g.tanh, Math.tanh),
  unary(
    'relu',
    (g) => g.relu,
    (x) => Math.max(x, 0),
  ),
  unary('sigmoid', (g) => g.sigmoid, sigmoid),
  unary(
    'silu',
    (g) => g.silu,
    (x) => x * sigmoid(x),
  ),
  unary(
    'gelu',
    (g) => g.gelu,
    (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  ),
  unary(
    'gelu with tanh',
    (g) => (x) => g.gelu(x, 'tanh'),
    (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ),
  unary(
    'clip',
    (g) => (x) => g.clip(x, { min: g.scalar(-1), max: g.scalar(2) }),
    (x) => Math.min(Math.max(x, -1), 2),
  ),
  unary(
    'clip at one end',
    (g) => (x) => g.clip(x, { max: g.scalar(2) }),
    (x) => Math.min(x, 2),
  ),
  unary(
    'identity',
    (g) => g.identity,
    (x) => x,
  ),
  {
    operator: 'cast',
    inputs: [f32([3], [1.75, -2.5, 0])],
    build: (g, [x]) => g.cast(given(x), 'i32'),
    expected: tensorOf('i32', [3], Int32Array.of(1, -2, 0)),
  },
  {
    operator: 'where',
    inputs: [bool(1, 0, 1), f32([3], [1, 2, 3]), f32([3], [4, 5, 6])],
    build: (g, [c, a, b]) => g.where(given(c), given(a), given(b)),
    expected: f32([3], [1, 5, 3]),
  },
  {
    operator: 'concat',
    inputs: [f32([2, 1], [1, 2]), f32([2, 2], [3, 4, 5, 6])],
    build: (g, [a, b]) => g.concat([given(a), given(b)], 1),
    expected: f32([2, 3], [1, 3, 4, 2, 5, 6]),
  },
  {
    operator: 'split',
    inputs: [f32([5], [1, 2, 3, 4, 5])],
    build: (g, [x]) => given(g.split(given(x), { axis: 0, sizes: [2, 3] })[1]),
    expected: f32([3], [3, 4, 5]),
  },
  {
    operator: 'slice',
    inputs: [rows],
    build: (g, [x]) => g.slice(given(x), { axis: 1, from: 1, to: -1 }),
    expected: f32([2, 2], [2, 3, 0, 1]),
  },
  {
    operator: 'slice from a value to the end',
    inputs: [rows, i64(2)],
    build: (g, [x, from]) => g.slice(given(x), { axis: 1, from: given(from) }),
    expected: f32([2, 2], [3, 4, 1, 6]),
  },
  {
    operator: 'gather',
    inputs: [rows, i64(3, 0)],
    build: (g, [x, indices]) => g.gather(given(x), given(indices), 1),
    expected: f32([2, 2], [4, 1, 6, -1]),
  },
  {
    operator: 'reshape',
    inputs: [rows],
    build: (g, [x]) => g.reshape(given(x), [0, 2, -1]),
    expected: f32([2, 2, 2], [...rows.data]),
  },
  {
    operator: 'reshape to a value',
    inputs: [rows, i64(4, 2)],
    build: (g, [x, shape]) => g.reshape(given(x), given(shape)),
    expected: f32([4, 2], [...rows.data]),
  },
  {
    operator: 'transpose',
    inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6])],
    build: (g, [x]) => g.transpose(given(x), [1, 0]),
    expected: f32([3, 2], [1, 4, 2, 5, 3, 6]),
  },
  {
    operator: 'expand',
    inputs: [f32([2, 1], [1, 2])],
    build: (g, [x]) => g.expand(given(x), [2, 3]),
    expected: f32([2, 3], [1, 1, 1, 2, 2, 2]),
  },
  {
    operator: 'squeeze and unsqueeze',
    inputs: [f32([2, 1], [1, 2])],
    build: (g, [x]) => g.unsqueeze(g.squeeze(given(x), [1]), [0]),
    expected: f32([1, 2], [1, 2]),
  },
  {
    operator: 'tensorScatter',
    inputs: [f32([1, 4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), f32([1, 2, 2], [9, 10, 11, 12]), i64(1)],
    build: (g, [cache, chunk, at]) => g.tensorScatter(given(cache), given(chunk), { at: given(at), axis: 1 }),
    expected: f32([1, 4, 2], [1, 2, 9, 10, 11, 12, 7, 8]),
  },
  {
    operator: 'tensorScatter in a ring',
    inputs: [f32([1, 4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), f32([1, 2, 2], [9, 10, 11, 12]), i64(3)],
    build: (g, [cache, chunk, at]) =>
      g.tensorScatter(given(cache), given(chunk), { at: given(at), axis: 1, circular: true }),
    expected: f32([1, 4, 2], [11, 12, 3, 4, 5, 6, 9, 10]),
  },
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

function modelOf({ inputs, build, expected }: Case): Uint8Array {
  const graph = graphBuilder()
  const values = inputs.map(({ dtype, shape }, i) => graph.input(`x${i}`, dtype, shape))
  graph.output('y', build(graph, values), { dtype: expected.dtype, dims: expected.shape })
  return graph.build()
}

describe('every operator of the graph builder', () => {
  test.each(cases)('$operator computes what its definition says, and another binding agrees', async (one) => {
    const model = modelOf(one)
    const inputs = Object.fromEntries(one.inputs.map((tensor, i) => [`x${i}`, tensor]))
    const { y: first } = await runOnce(device, { model, inputs, outputs: { y: one.expected } })
    const { y: second } = await secondOpinion({ model, inputs })
    expect(largestDifference(given(first), one.expected)).toBeLessThan(TOLERANCE)
    expect(largestDifference(given(first), given(second))).toBe(0)
    expect(given(second).shape).toEqual(one.expected.shape)
  })

  test('is in the list of cases', () => {
    const construction = [
      'node',
      'nodes',
      'constant',
      'scalar',
      'integers',
      'input',
      'weight',
      'inlineWeight',
      'output',
      'within',
      'build',
    ]
    const operators = Object.keys(graphBuilder()).filter((name) => !construction.includes(name))
    const tested = new Set(cases.flatMap(({ operator }) => operator.split(/\W+/)))
    expect(operators.filter((name) => !tested.has(name))).toEqual([])
  })
})

describe('element types', () => {
  const dtypes: readonly Dtype[] = ['f32', 'f64', 'f16', 'bf16', 'i64', 'i32', 'i8', 'u8', 'bool', 'f8e4m3']

  test.each(dtypes)('%s goes through a model unchanged, as an input and as a weight', async (dtype) => {
    const graph = graphBuilder({ opset: 19 })
    const source = zeros(dtype, [5])
    new Uint8Array(source.data.buffer).set(dtype === 'bool' ? [1, 0, 1] : [7, 1, 60, 3, 9])
    const x = graph.input('x', dtype, [5])
    graph.output('passed', graph.identity(x), { dtype, dims: [5] })
    graph.output('held', graph.identity(graph.inlineWeight('w', source)), { dtype, dims: [5] })
    const outputs = { passed: source, held: source }
    const found = await runOnce(device, { model: graph.build(), inputs: { x: source }, outputs })
    expect(found['passed']?.data).toEqual(source.data)
    expect(found['held']?.data).toEqual(source.data)
  })
})
