import { tensorOf } from '@frameloom/tensor'
import type { NodeSink, Value } from './node-sink.js'

/** A part of one axis, from `from` up to, not including, `to`. Negative numbers count from the axis's end. */
export interface AxisRange {
  readonly axis: number
  /** Default 0. A value is an i64 tensor of shape [1]. */
  readonly from?: number | Value
  /** Default: the end of the axis. A value is an i64 tensor of shape [1]. */
  readonly to?: number | Value
}

/** Where rows are written: along `axis`, from row `at[b]` on for batch entry b. */
export interface ScatterPlace {
  /** i64, shape [batch]. */
  readonly at: Value
  readonly axis: number
  /** Whether rows beyond the end go on at the start (a ring). Default false: they are an error. */
  readonly circular?: boolean
}

/** ONNX's way to say "up to the end". */
const TO_THE_END = 2 ** 31 - 1

/** Operators that move elements about without changing them. */
export function layoutOperators(sink: NodeSink) {
  /** A one-dimensional i64 tensor inside the model, the form in which shapes, axes and sizes are given. */
  const integers = (values: readonly number[]): Value =>
    sink.constant(tensorOf('i64', [values.length], BigInt64Array.from(values, BigInt)))
  const rowOf = (position: number | Value) => (typeof position === 'number' ? integers([position]) : position)

  return {
    integers,

    identity: (x: Value): Value => sink.node({ op: 'Identity', inputs: [x] }),

    concat: (values: readonly Value[], axis: number): Value =>
      sink.node({ op: 'Concat', inputs: values, attributes: { axis } }),

    /** One part per size; the sizes add up to the axis. */
    split: (
      x: Value,
      { axis, sizes }: { readonly axis: number; readonly sizes: readonly number[] },
    ): readonly Value[] =>
      sink.nodes({ op: 'Split', inputs: [x, integers(sizes)], attributes: { axis } }, sizes.length),

    slice: (x: Value, { axis, from = 0, to = TO_THE_END }: AxisRange): Value =>
      sink.node({ op: 'Slice', inputs: [x, rowOf(from), rowOf(to), integers([axis])] }),

    /** Picks entries of `axis` by their indices (i32 or i64); the axis is replaced by the shape of `indices`. */
    gather: (x: Value, indices: Value, axis: number): Value =>
      sink.node({ op: 'Gather', inputs: [x, indices], attributes: { axis } }),

    /** In the list form one size may be -1 (whatever is left) and 0 keeps the input's size. */
    reshape: (x: Value, shape: readonly number[] | Value): Value =>
      sink.node({ op: 'Reshape', inputs: [x, 'name' in shape ? shape : integers(shape)] }),

    /** Axis i of the result is axis `order[i]` of `x`. */
    transpose: (x: Value, order: readonly number[]): Value =>
      sink.node({ op: 'Transpose', inputs: [x], attributes: { perm: order } }),

    /** Broadcasts to `shape`. */
    expand: (x: Value, shape: readonly number[] | Value): Value =>
      sink.node({ op: 'Expand', inputs: [x, 'name' in shape ? shape : integers(shape)] }),

    squeeze: (x: Value, axes: readonly number[]): Value => sink.node({ op: 'Squeeze', inputs: [x, integers(axes)] }),

    unsqueeze: (x: Value, axes: readonly number[]): Value =>
      sink.node({ op: 'Unsqueeze', inputs: [x, integers(axes)] }),

    /**
     * `cache` with the rows of `rows` written over its own. In place where `cache` is a graph input and the result a graph
     * output, both bound to one buffer; then it must be the graph's only scatter on that cache: a second one copies the
     * whole cache. TensorScatter-24.
     */
    tensorScatter: (cache: Value, rows: Value, { at, axis, circular = false }: ScatterPlace): Value =>
      sink.node({
        op: 'TensorScatter',
        inputs: [cache, rows, at],
        attributes: { axis, mode: circular ? 'circular' : 'linear' },
        since: 24,
      }),
  }
}
