import type { GraphNode, NodeContext } from '@frameloom/graph'
import type { RunFrame } from './run-frame.js'
import type { Scope } from './scope.js'

/** Inputs and parameters of any node. */
export type AnyValues = Pick<NodeContext, 'inputs' | 'params'>

export interface ContextParts {
  readonly node: GraphNode
  readonly values: AnyValues
  readonly scope: Scope
  readonly boundary: (chunk: number) => Promise<AnyValues>
}

/** Everything that one node's executor may use of the run. */
export function nodeContext(frame: RunFrame, { node, values, scope, boundary }: ContextParts): NodeContext {
  const { signal, services, firstChunk, log, states, history } = frame
  const { id } = node
  return {
    id,
    inputs: values.inputs,
    params: values.params,
    signal,
    services,
    firstChunk,
    boundary,
    own: (resource) => scope.own(resource),
    status: (status) => log.emit({ type: 'node-status', node: id, ...status }),
    report: ({ measurements = {}, ...chunk }) => log.emit({ type: 'chunk-finished', node: id, measurements, ...chunk }),
    saved: (file) => log.emit({ type: 'file-saved', node: id, ...file }),
    stateful: (state) => states.register(id, state),
    document: () => history.document,
  }
}
