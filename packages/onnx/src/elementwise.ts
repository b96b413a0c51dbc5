import { type Dtype, tensorOf } from '@frameloom/tensor'
import { elementNumber } from './model-proto.js'
import type { NodeSink, Value } from './node-sink.js'

/** Either end may be left open. Both are scalars of the clipped tensor's element type. */
export interface ClipLimits {
  readonly min?: Value
  readonly max?: Value
}

/** Operators that work element by element; two operands are broadcast against each other as in NumPy. */
export function elementwiseOperators(sink: NodeSink) {
  const one = (op: string) => (x: Value) => sink.node({ op, inputs: [x] })
  const two = (op: string) => (a: Value, b: Value) => sink.node({ op, inputs: [a, b] })
  const mul = two('Mul')
  const sigmoid = one('Sigmoid')

  return {
    add: two('Add'),
    sub: two('Sub'),
    mul,
    div: two('Div'),
    pow: two('Pow'),
    max: two('Max'),
    min: two('Min'),
    neg: one('Neg'),
    abs: one('Abs'),
    exp: one('Exp'),
    sqrt: one('Sqrt'),
    reciprocal: one('Reciprocal'),
    tanh: one('Tanh'),
    relu: one('Relu'),
    sigmoid,

    /** x sigmoid(x). Two nodes: the single operator (Swish-24) has no CUDA kernel. */
    silu: (x: Value): Value => mul(x, sigmoid(x)),

    /** x Phi(x), exactly or in the form with tanh that Wan is trained with. Gelu-20. */
    gelu: (x: Value, approximate: 'none' | 'tanh' = 'none'): Value =>
      sink.node({ op: 'Gelu', inputs: [x], attributes: { approximate }, since: 20 }),

    clip: (x: Value, { min, max }: ClipLimits): Value => sink.node({ op: 'Clip', inputs: [x, min, max] }),

    /** `condition` is of dtype bool. */
    where: (condition: Value, yes: Value, no: Value): Value => sink.node({ op: 'Where', inputs: [condition, yes, no] }),

    cast: (x: Value, dtype: Dtype): Value =>
      sink.node({ op: 'Cast', inputs: [x], attributes: { to: elementNumber(dtype) } }),

    /** A scalar 32-bit float inside the model. */
    scalar: (value: number): Value => sink.constant(tensorOf('f32', [], Float32Array.of(value))),
  }
}
