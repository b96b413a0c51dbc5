import type { Graph, GraphNode, HostServices, NodeId } from '@frameloom/graph'
import type { ChangeHistory } from './change-history.js'
import type { NodeStates } from './checkpoint.js'
import type { Condition } from './condition.js'
import type { OutputStore } from './output-store.js'
import type { RunLog } from './run-log.js'

/** What all parts of one run share. */
export interface RunFrame {
  readonly graph: Graph
  /** The nodes that take part, each after everything it reads. */
  readonly nodes: ReadonlyMap<NodeId, GraphNode>
  readonly services: HostServices
  readonly signal: AbortSignal
  readonly firstChunk: number
  /** Told of every change of state that somebody may wait for. */
  readonly condition: Condition
  readonly log: RunLog
  readonly store: OutputStore
  readonly states: NodeStates
  readonly history: ChangeHistory
}
