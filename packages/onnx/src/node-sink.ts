import type { Tensor } from '@frameloom/tensor'
import type { Attribute } from './model-proto.js'

/** A tensor inside a graph under construction: an input, a weight, or what a node gives. Belongs to one graph. */
export interface Value {
  /** Its name in the model, unique there. Changes once if the value becomes an output of the graph. */
  readonly name: string
}

/** One operator call to add to a graph. */
export interface NodeCall {
  readonly op: string
  /** In the operator's order; `undefined` leaves an optional input out. */
  readonly inputs: readonly (Value | undefined)[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** Version of the operator set that brought this form of the operator. Default: the lowest the builder accepts. */
  readonly since?: number
  /** Default: the standard operators. */
  readonly domain?: string
}

/** Where operator functions put what they make. */
export interface NodeSink {
  /** Adds a node with one output. */
  node(call: NodeCall): Value
  /** Adds a node with `count` outputs. */
  nodes(call: NodeCall, count: number): readonly Value[]
  /** A tensor whose values lie inside the model; equal small ones are written once. */
  constant(tensor: Tensor): Value
}
