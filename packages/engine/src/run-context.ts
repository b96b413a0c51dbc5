import {
  executedNodes,
  type Graph,
  graphAt,
  type GraphNode,
  type HostServices,
  type NodeId,
  type RunId,
} from '@frameloom/graph'
import { ChangeHistory } from './change-history.js'
import { NodeStates } from './checkpoint.js'
import { Condition } from './condition.js'
import { OutputStore } from './output-store.js'
import { RunLog } from './run-log.js'
import type { RunOptions } from './run.js'

/** What all parts of one run share. */
export interface RunContext {
  /** As it is wired at the first chunk. */
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

/** @param signal aborted when the run is aborted or has failed */
export function runContext(options: RunOptions, id: RunId, signal: AbortSignal): RunContext {
  const { services, onEvent = () => {}, outputs, restored } = options
  const firstChunk = restored?.chunk ?? 0
  const graph = graphAt(options.graph, firstChunk)
  return {
    graph,
    nodes: executedNodes(graph),
    services,
    signal,
    firstChunk,
    condition: new Condition(),
    log: new RunLog(id, onEvent),
    store: outputs ?? new OutputStore({ capacity: 0 }),
    states: new NodeStates(restored),
    history: new ChangeHistory(graph.document, restored?.document),
  }
}
