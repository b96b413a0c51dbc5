import type { GraphBuilder, Value } from '@frameloom/onnx'
import { tensorOf } from '@frameloom/tensor'
import { f32, given, type OperatorCase } from './operator-case.js'

const bool = (...values: readonly number[]) => tensorOf('bool', [values.length], Uint8Array.from(values))

/** One case per operator that works element by element on one tensor. */
const unary = (
  operator: string,
  build: (g: GraphBuilder) => (x: Value) => Value,
  f: (x: number) => number,
): OperatorCase => {
  const x = f32([2, 3], [0.5, 1.25, 2, 3.5, 0.125, 1])
  const signed = ['sqrt', 'reciprocal'].includes(operator) ? x : f32([2, 3], [-0.5, 1.25, -2, 3.5, 0, 1])
  const expected = f32([2, 3], Array.from(signed.data, f))
  return { operator, inputs: [signed], build: (g, [a]) => build(g)(given(a)), expected }
}

const binary = (
  operator: string,
  build: (g: GraphBuilder) => (a: Value, b: Value) => Value,
  f: (a: number, b: number) => number,
): OperatorCase => {
  const a = f32([2, 3], [0.5, 1.5, 2, 3.5, 0.125, 1])
  const b = f32([3], [2, 0.5, 3])
  const expected = f32(
    [2, 3],
    Array.from(a.data, (x, i) => f(x, given(b.data[i % 3]))),
  )
  return { operator, inputs: [a, b], build: (g, [p, q]) => build(g)(given(p), given(q)), expected }
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

/** Element by element. */
export const elementwiseCases: readonly OperatorCase[] = [
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
]
