import { type GraphNode, NodeError, type NodeId } from '@frameloom/graph'

/** Why a run failed: what the event `run-failed` tells. */
export interface Failure {
  readonly node?: NodeId
  readonly port?: string
  /** The code of a `NodeError`; `node-failed` for any other error of a node; `missing-output`; `release-failed`. */
  readonly code: string
  readonly message: string
}

/** Anything thrown while a node worked, with the place where it happened. */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure'
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options)
    this.failure = failure
  }
}

/** Names the node at fault; an error that already names one keeps it, for that is where it came from. */
export function nodeFailure(node: GraphNode, cause: unknown, port?: string): NodeFailure {
  if (cause instanceof NodeFailure) return cause
  const where = cause instanceof NodeError ? (cause.port ?? port) : port
  return new NodeFailure(
    {
      node: node.id,
      ...(where === undefined ? {} : { port: where }),
      code: cause instanceof NodeError ? cause.code : 'node-failed',
      message: `Node '${node.id}' (${node.entry.definition.title}): ${cause instanceof Error ? cause.message : String(cause)}`,
    },
    { cause },
  )
}
