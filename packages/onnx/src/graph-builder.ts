import { byteSize, type Dtype, type Shape, type Tensor } from '@frameloom/tensor'
import { elementwiseOperators } from './elementwise.js'
import { GraphError } from './graph-error.js'
import { layoutOperators } from './layout.js'
import {
  type Dimension,
  type ExternalPlace,
  type InitializerParts,
  modelBytes,
  type NodeParts,
  type PortParts,
} from './model-proto.js'
import { NameBook } from './name-book.js'
import { neuralOperators } from './neural.js'
import type { NodeCall, NodeSink, Value } from './node-sink.js'

/** What a new graph is written for. */
export interface GraphOptions {
  /** Shown by tools; default 'graph'. */
  readonly name?: string
  /** Version of the standard operators; default 24, at least 18. */
  readonly opset?: number
}

/** Lowest operator set whose forms the builder writes: axes and sizes as inputs. */
const LOWEST_OPSET = 18
/** Version 11 of the file format brought nothing that is used here, but opset 24 needs it. */
const IR_VERSION = 11
/** Constants up to this size are compared, so that equal ones are written once. */
const SMALL_CONSTANT_BYTES = 64

interface PendingNode {
  readonly name: string
  readonly call: NodeCall
  readonly outputs: readonly Value[]
  /** Of a choice, by attribute. */
  readonly branches?: Readonly<Record<string, Branch>>
}

/** Nodes that are computed only where a choice falls on them. */
interface Branch {
  readonly nodes: readonly PendingNode[]
  readonly output: Omit<PortParts, 'name'> & { readonly of: Value }
}

/** Two ways to a value, of which a run takes one. */
export interface Choice extends Omit<PortParts, 'name'> {
  /** What the value is where the condition holds; made of nodes of its own, as are those of `otherwise`. */
  readonly holds: () => Value
  readonly otherwise: () => Value
}

/**
 * A graph under construction. Its members are functions without `this`, so they may be taken out:
 * `const { add, mul } = graph`. Nodes are written in the order of the calls; names are unique, and those of nodes carry
 * the scope they were made in.
 */
export function graphBuilder({ name: graphName = 'graph', opset = 24 }: GraphOptions = {}) {
  if (!Number.isInteger(opset) || opset < LOWEST_OPSET) {
    throw new GraphError(
      'opset-too-low',
      `The graph asks for opset ${opset}; give a whole number from ${LOWEST_OPSET} up.`,
    )
  }
  const names = new NameBook()
  /** Where nodes are written: the graph, or the branch that is being built. */
  let pending: PendingNode[] = []
  const initializers: (Omit<InitializerParts, 'name'> & { readonly of: Value })[] = []
  const inputs: PortParts[] = []
  const outputs: PortParts[] = []
  const inner = new Set<Value>()
  const smallConstants = new Map<string, Value>()
  const domains = new Set<string>()

  const sink: NodeSink = {
    node(call) {
      const [output] = sink.nodes(call, 1)
      if (!output)
        throw new GraphError('bad-argument', `A ${call.op} node was asked for no output; ask for at least one.`)
      return output
    },

    nodes(call, count) {
      const { op, since = LOWEST_OPSET, domain = '' } = call
      if (domain === '' && since > opset) {
        throw new GraphError(
          'opset-too-low',
          `${op} needs opset ${since}, but the graph is written for ${opset}; give graphBuilder a higher opset.`,
        )
      }
      for (const value of call.inputs) if (value) names.requireKnown(value, `an input of ${op}`)
      const name = names.fresh(op)
      const made = Array.from({ length: count }, (_, i) => names.add(count === 1 ? name : `${name}:${i}`))
      for (const value of made) inner.add(value)
      domains.add(domain)
      pending.push({ name, call, outputs: made })
      return made
    },

    constant(tensor) {
      const bytes = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
      const key = `${tensor.dtype}[${tensor.shape.join()}]${Buffer.from(bytes.subarray(0, SMALL_CONSTANT_BYTES)).toString('hex')}`
      const known = bytes.length <= SMALL_CONSTANT_BYTES ? smallConstants.get(key) : undefined
      if (known) return known
      const value = names.add(names.fresh('constant'))
      initializers.push({ of: value, dtype: tensor.dtype, shape: tensor.shape, values: Uint8Array.from(bytes) })
      if (bytes.length <= SMALL_CONSTANT_BYTES) smallConstants.set(key, value)
      return value
    },
  }

  /** Builds one way of a choice; its values are of no use outside. */
  function branch(build: () => Value, port: Omit<PortParts, 'name'>): Branch {
    const around = pending
    const nodes: PendingNode[] = (pending = [])
    try {
      const result = build()
      const made = nodes.flatMap(({ outputs: values }) => values)
      if (!made.includes(result)) {
        throw new GraphError(
          'not-an-output',
          `A way of a choice gives the value '${result.name}', which no node of it made; put it through identity().`,
        )
      }
      for (const value of made) inner.delete(value)
      return { nodes, output: { ...port, of: result } }
    } finally {
      pending = around
    }
  }

  return {
    ...sink,
    ...elementwiseOperators(sink),
    ...layoutOperators(sink),
    ...neuralOperators(sink),

    /**
     * Declares what the caller provides at every run. A text as a dimension names a size that may change from run to run.
     * @throws GraphError where the name is taken
     */
    input(name: string, dtype: Dtype, dims: readonly Dimension[]): Value {
      const value = names.add(name)
      inputs.push({ name, dtype, dims })
      return value
    },

    /**
     * A weight that stays where it lies in a file. Two weights may share bytes, also under different shapes.
     * @throws GraphError where the name is taken
     */
    weight(name: string, parts: { readonly dtype: Dtype; readonly shape: Shape } & ExternalPlace): Value {
      const value = names.add(name)
      const { dtype, shape, location, offset } = parts
      initializers.push({ of: value, dtype, shape, values: { location, offset, length: byteSize(dtype, shape) } })
      return value
    },

    /**
     * A weight written into the model, under its own name. All inline weights together stay below 2 GB, protobuf's limit.
     * @throws GraphError where the name is taken
     */
    inlineWeight(name: string, { dtype, shape, data }: Tensor): Value {
      const value = names.add(name)
      initializers.push({
        of: value,
        dtype,
        shape,
        values: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })
      return value
    },

    /**
     * Makes a node's result an output of the graph, under `name`.
     * @throws GraphError where the name is taken, or the value is not a node's result (an input or a weight: put it
     *   through `identity`), or is an output already
     */
    output(name: string, value: Value, { dtype, dims }: Omit<PortParts, 'name'>): void {
      names.requireKnown(value, `output '${name}'`)
      if (!inner.delete(value)) {
        throw new GraphError(
          'not-an-output',
          `Output '${name}' is the value '${value.name}', which is an input, a weight or an output already; put it through identity().`,
        )
      }
      names.rename(value, name)
      outputs.push({ name, dtype, dims })
    },

    /**
     * A value that is computed one way or the other, as `condition` (bool [1]) says at every run; what the other way needs
     * alone is not computed.
     * @throws GraphError where a way gives a value that none of its own nodes made
     */
    choose(condition: Value, { dtype, dims, holds, otherwise }: Choice): Value {
      names.requireKnown(condition, 'the condition of a choice')
      const port = { dtype, dims }
      const branches = { then_branch: branch(holds, port), else_branch: branch(otherwise, port) }
      const name = names.fresh('If')
      const chosen = names.add(name)
      inner.add(chosen)
      domains.add('')
      pending.push({ name, call: { op: 'If', inputs: [condition] }, outputs: [chosen], branches })
      return chosen
    },

    /** Runs `build` with `scope/` before the names of all nodes it makes; scopes nest. Gives what `build` gives. */
    within<T>(scope: string, build: () => T): T {
      return names.within(scope, build)
    },

    /**
     * The model, ready for a session or a file.
     * @throws GraphError where no output was declared
     */
    build(): Uint8Array {
      if (outputs.length === 0) {
        throw new GraphError('no-output', `The graph '${graphName}' has no output; declare at least one with output().`)
      }
      const opsets = new Map([['', opset]])
      for (const domain of domains) if (domain !== '') opsets.set(domain, 1)
      return modelBytes({
        name: graphName,
        irVersion: IR_VERSION,
        opsets,
        nodes: pending.map(nodeParts),
        initializers: initializers.map(({ of, ...parts }) => ({ name: of.name, ...parts })),
        inputs,
        outputs,
      })
    },
  }
}

function nodeParts({ name, call, outputs, branches = {} }: PendingNode): NodeParts {
  const graphs = Object.entries(branches).map(([attribute, { nodes, output }]) => {
    const { of, dtype, dims } = output
    const port = { name: of.name, dtype, dims }
    return [
      attribute,
      { graph: { name: `${name}/${attribute}`, nodes: nodes.map(nodeParts), outputs: [port] } },
    ] as const
  })
  return {
    name,
    op: call.op,
    domain: call.domain ?? '',
    inputs: withoutTrailing(call.inputs).map((value) => value?.name ?? ''),
    outputs: outputs.map((value) => value.name),
    attributes: { ...call.attributes, ...Object.fromEntries(graphs) },
  }
}

/** Optional inputs that are left out at the end need no place. */
function withoutTrailing(inputs: NodeCall['inputs']): NodeCall['inputs'] {
  return inputs.slice(0, inputs.findLastIndex((value) => value !== undefined) + 1)
}

/** A graph under construction; see `graphBuilder`. */
export type GraphBuilder = ReturnType<typeof graphBuilder>
