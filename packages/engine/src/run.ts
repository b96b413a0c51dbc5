import type {
  Checked,
  Exchange,
  Graph,
  GraphDocument,
  HostServices,
  JsonValue,
  NodeId,
  RunEvent,
  RunId,
  RunState,
} from '@frameloom/graph'
import type { Checkpoint } from './checkpoint.js'
import type { CheckpointTime } from './checkpoints.js'
import type { Failure } from './node-failure.js'
import type { OutputStore } from './output-store.js'

export interface RunOptions {
  /**
   * Made by `checkDocument`. To go on from a checkpoint, check the document that the saved run had last (`Run.document`), or
   * `restored.document`. What was changed after the checkpoint comes again at its chunk, unless it is changed anew before.
   */
  readonly graph: Graph
  readonly services: HostServices
  /** Told everything, in order, synchronously; must not throw. */
  readonly onEvent?: (event: RunEvent) => void
  /** Aborts the run. */
  readonly signal?: AbortSignal
  /** Keeps outputs for later runs. Without one, everything is released when the run ends. */
  readonly outputs?: OutputStore
  /** Go on from here: the next chunks are the ones that the saved run would have made. */
  readonly restored?: Checkpoint
  readonly id?: RunId
}

/** How a run ended. */
export type RunOutcome =
  | { readonly state: 'finished' }
  | { readonly state: 'stopped'; readonly how: 'after-chunk' | 'now' }
  | ({ readonly state: 'failed' } & Failure)

/** One execution of one document. */
export interface Run {
  readonly id: RunId
  readonly state: RunState
  /** Resolves, never rejects, when everything has ended and everything is released. */
  readonly finished: Promise<RunOutcome>
  /** Ends every stream after the chunk that is being made; what follows finishes it. */
  stop(): void
  /** Ends everything as soon as the nodes can: within a denoise step. */
  abort(): void
  /** Keeps sources from beginning a chunk; those under way reach their end. */
  pause(): void
  resume(): void
  /**
   * Changes a live parameter from the first chunk on that no node has begun. Resolves once it is queued, or refused: it
   * is not live, its value is wrong, or a node that would have to be computed anew refuses it. A refusal changes nothing.
   */
  setParam(node: NodeId, param: string, value: JsonValue): Promise<Checked<{ readonly chunk: number }>>
  /**
   * Feeds live inputs by other wires from the first chunk on that no node has begun; what these bring in is computed and
   * judged before. Resolves once it is queued, or refused with what to do; a refusal changes nothing.
   */
  exchange(exchange: Exchange): Promise<Checked<{ readonly chunk: number }>>
  /**
   * Saves where the run stands, between two chunks, and goes on; also when the run comes to its end meanwhile. With `end`
   * it waits for the last chunk: `run.checkpoint('end')`, then `run.stop()`.
   * @throws StateNotSaved where a node cannot save its state, and the run goes on; the reason when the run is over, aborted or
   * failed before
   */
  checkpoint(when?: CheckpointTime): Promise<Checkpoint>
  /** The document, with the changes made while it ran in its timeline and exchanges: running it again gives the same video. */
  document(): GraphDocument
}
