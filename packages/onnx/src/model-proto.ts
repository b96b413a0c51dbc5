import type { Dtype, Shape } from '@frameloom/tensor'
import { Message } from './message.js'

/*
 * The messages of onnx.proto, as far as Frameloom writes them. Field numbers are those of the ONNX IR specification
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) and never change.
 */

/** TensorProto.DataType. */
const ELEMENT: { readonly [D in Dtype]: number } = {
  f32: 1,
  u8: 2,
  i8: 3,
  i32: 6,
  i64: 7,
  bool: 9,
  f16: 10,
  f64: 11,
  bf16: 16,
  f8e4m3: 17,
}

/** ONNX's number for an element type. */
export function elementNumber(dtype: Dtype): number {
  return ELEMENT[dtype]
}

/** Size of an axis, or the name of one that is only known when the model runs. */
export type Dimension = number | string

/** A node attribute: a whole number, a list of them, a text, a float (`{ float: 1e-6 }`), or a graph of its own. */
export type Attribute =
  number | string | readonly number[] | { readonly float: number } | { readonly graph: SubgraphParts }

/** AttributeProto.AttributeType. */
const ATTRIBUTE = { float: 1, int: 2, text: 3, graph: 5, ints: 7 } as const

function attributeMessage(name: string, value: Attribute): Message {
  const message = new Message().text(1, name)
  if (typeof value === 'string') return message.text(4, value).int(20, ATTRIBUTE.text)
  if (typeof value === 'number') return message.int(3, value).int(20, ATTRIBUTE.int)
  if ('float' in value) return message.float(2, value.float).int(20, ATTRIBUTE.float)
  if ('graph' in value) return message.message(6, subgraphMessage(value.graph)).int(20, ATTRIBUTE.graph)
  for (const item of value) message.int(8, item)
  return message.int(20, ATTRIBUTE.ints)
}

/** One operator call. An empty input name leaves an optional input out. */
export interface NodeParts {
  readonly name: string
  readonly op: string
  /** Empty for the standard operators. */
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** NodeProto. */
export function nodeMessage(node: NodeParts): Message {
  const message = new Message()
  for (const name of node.inputs) message.text(1, name)
  for (const name of node.outputs) message.text(2, name)
  message.text(3, node.name).text(4, node.op)
  for (const [name, value] of Object.entries(node.attributes)) message.message(5, attributeMessage(name, value))
  return node.domain === '' ? message : message.text(7, node.domain)
}

/** What a graph's caller sees of an input or output. */
export interface PortParts {
  readonly name: string
  readonly dtype: Dtype
  readonly dims: readonly Dimension[]
}

/** ValueInfoProto: declares a graph input or output. */
export function portMessage(port: PortParts): Message {
  const shape = new Message()
  for (const dim of port.dims) {
    shape.message(1, typeof dim === 'string' ? new Message().text(2, dim) : new Message().int(1, dim))
  }
  const tensor = new Message().int(1, elementNumber(port.dtype)).message(2, shape)
  return new Message().text(1, port.name).message(2, new Message().message(1, tensor))
}

/** A graph inside a node: it sees every value of the graph around it, and has weights and inputs from there alone. */
export interface SubgraphParts {
  readonly name: string
  readonly nodes: readonly NodeParts[]
  readonly outputs: readonly PortParts[]
}

function subgraphMessage({ name, nodes, outputs }: SubgraphParts): Message {
  const graph = new Message()
  for (const node of nodes) graph.message(1, nodeMessage(node))
  graph.text(2, name)
  for (const port of outputs) graph.message(12, portMessage(port))
  return graph
}

/** Where a weight's bytes lie: in a file, relative to the folder that the ONNX session is told. Any byte offset is fine. */
export interface ExternalPlace {
  readonly location: string
  readonly offset: number
}

/** A tensor known when the model is built, its values inside the model or in a file. */
export interface InitializerParts {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: Shape
  readonly values: Uint8Array | (ExternalPlace & { readonly length: number })
}

/** TensorProto.DataLocation. */
const EXTERNAL = 1

/** TensorProto. */
export function initializerMessage({ name, dtype, shape, values }: InitializerParts): Message {
  const message = new Message()
  for (const size of shape) message.int(1, size)
  message.int(2, elementNumber(dtype)).text(8, name)
  if (values instanceof Uint8Array) return message.bytes(9, values)
  const { location, offset, length } = values
  for (const [key, value] of Object.entries({ location, offset, length })) {
    message.message(13, new Message().text(1, key).text(2, String(value)))
  }
  return message.int(14, EXTERNAL)
}

/** Everything a model file holds. */
export interface ModelParts {
  readonly name: string
  readonly irVersion: number
  /** Version of each operator domain in use; the standard one has the empty name. */
  readonly opsets: ReadonlyMap<string, number>
  readonly nodes: readonly NodeParts[]
  readonly initializers: readonly InitializerParts[]
  readonly inputs: readonly PortParts[]
  readonly outputs: readonly PortParts[]
}

/** ModelProto, encoded. */
export function modelBytes(model: ModelParts): Uint8Array {
  const graph = new Message()
  for (const node of model.nodes) graph.message(1, nodeMessage(node))
  graph.text(2, model.name)
  for (const initializer of model.initializers) graph.message(5, initializerMessage(initializer))
  for (const port of model.inputs) graph.message(11, portMessage(port))
  for (const port of model.outputs) graph.message(12, portMessage(port))
  const message = new Message().int(1, model.irVersion).text(2, 'frameloom').message(7, graph)
  for (const [domain, version] of model.opsets) message.message(8, new Message().text(1, domain).int(2, version))
  return message.finish()
}
