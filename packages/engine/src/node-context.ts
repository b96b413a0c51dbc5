import type { GraphNode, LiveReview, NodeContext } from '@frameloom/graph'
import type { RunContext } from './run-context.js'
import type { Scope } from './scope.js'
import { sanitizedReport, sanitizedStatus } from './sanitize-report.js'

/** Inputs and parameters of any node. */
export type AnyValues = Pick<NodeContext, 'inputs' | 'params'>

export interface ContextParts {
  readonly node: GraphNode
  readonly values: AnyValues
  readonly scope: Scope
  readonly boundary: (chunk: number) => Promise<AnyValues>
  readonly review: (review: LiveReview) => void
}

/** Everything that one node's executor may use of the run. */
export function nodeContext(context: RunContext, { node, values, scope, boundary, review }: ContextParts): NodeContext {
  const { signal, services, firstChunk, log, states, history } = context
  const { id } = node
  return {
    id,
    inputs: values.inputs,
    params: values.params,
    signal,
    services,
    firstChunk,
    boundary,
    review,
    own: (resource) => scope.own(resource),
    status: (status) => log.emit({ type: 'node-status', node: id, ...sanitizedStatus(status) }),
    report: (report) => log.emit({ type: 'chunk-finished', node: id, ...sanitizedReport(report) }),
    saved: (file) => log.emit({ type: 'file-saved', node: id, ...file }),
    stateful: (state) => states.register(node, state),
    document: () => history.document,
  }
}
