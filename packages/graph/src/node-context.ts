import type { z } from 'zod'
import type { GraphDocument } from './document.js'
import type { JsonObject } from './json.js'
import type { HostServices } from './host-services.js'
import type { NodeId } from './ids.js'
import type { StatefulNode } from './node-state.js'
import type { Ports, PortValues } from './port.js'

/** Inputs and parameters as they hold from a chunk boundary on. */
export interface LiveValues<I extends Ports, P extends z.ZodObject> {
  readonly inputs: PortValues<I>
  readonly params: z.output<P>
}

/** See `NodeContext.review`. */
export type LiveReview<I extends Ports = Ports, P extends z.ZodObject = z.ZodObject> = (
  next: LiveValues<I, P>,
  chunk: number,
) => { readonly [K in keyof I]?: string }

/** What a node shows while it works. An absent field, and a figure that is not finite, leaves what is shown. */
export interface NodeStatus {
  /** A few words: `loading weights`, `cuda: NVIDIA L4`. */
  readonly text?: string
  /** From 0 to 1; what lies beyond is shown as the nearer of them. */
  readonly progress?: number
  /** Bytes that the node holds in memory while it runs: weights, buffers. Rounded to whole ones. */
  readonly memoryBytes?: number
}

/** What a node tells about a chunk it has finished. */
export interface ChunkReport {
  /** Index of the chunk, from 0. */
  readonly chunk: number
  /** Frames in the chunk, of whatever kind the node deals in. */
  readonly frames: number
  /**
   * Figures by name, the unit in the name: `{ denoiseMs: 312, cacheUpdateMs: 1.2 }`. One that is not finite, such as the PSNR of
   * equal pictures, is left out.
   */
  readonly measurements?: Readonly<Record<string, number>>
  /**
   * What the views that the node declares as `insights` draw of this chunk. Only the latest one is kept, for every viewer:
   * a few kilobytes that do not grow with the video. Plain JSON: members that are undefined are left out; with a number that is
   * not finite the whole insight of this chunk is, and anything else, such as a function or a typed array, ends the run with an
   * error that names its place.
   */
  readonly insight?: JsonObject
  /** SHA-256 of what the chunk holds, hexadecimal: two runs that agree on it made the same. */
  readonly digest?: string
}

/** A file that a node writes into the run's folder. */
export interface SavedFile {
  readonly path: string
  /** False while the file still grows; it is readable up to its last whole chunk. */
  readonly finished: boolean
}

/** All that a node's `execute` may use. Members are free functions: take them apart at will. */
export interface NodeContext<I extends Ports = Ports, P extends z.ZodObject = z.ZodObject> extends LiveValues<I, P> {
  readonly id: NodeId
  /** Aborted when the run is aborted or has failed: pass it to whatever can outlive a click. */
  readonly signal: AbortSignal
  readonly services: HostServices
  /** Index of the first chunk to produce: 0, or the one after the checkpoint the run goes on from. */
  readonly firstChunk: number
  /**
   * Called by a node with a stream port before it works on `chunk`. Settles queued changes of live parameters and
   * timeline entries and returns what holds for this chunk; a value it replaces is released, so take live inputs and
   * live parameters from here. Rejects with the signal's reason when the run is aborted.
   */
  readonly boundary: (chunk: number) => Promise<LiveValues<I, P>>
  /**
   * Lets the node judge other values on its live inputs before they hold: called when another wire is asked for, and again at
   * the boundary of `chunk`, the first that it holds for. Returns, by input, what becomes of what the node keeps, in a
   * sentence for people; throws NodeError to refuse the wire, and then the run goes on unchanged.
   */
  readonly review: (review: LiveReview<I, P>) => void
  /**
   * Hands a resource to the run, which releases it exactly once, in reverse order: when the run has ended, or, for a
   * node of values only, when nobody can use its outputs any more. Returns the resource.
   */
  readonly own: <T extends Disposable | AsyncDisposable>(resource: T) => T
  /** Shows text or progress on the node. Cheap; may be lost. */
  readonly status: (status: NodeStatus) => void
  /** Announces a finished chunk; becomes the run event `chunk-finished`. @throws NodeError where `ChunkReport` does not allow it */
  readonly report: (report: ChunkReport) => void
  /** Announces a file when it is begun and again when it is finished; becomes the run event `file-saved`. */
  readonly saved: (file: SavedFile) => void
  /**
   * Makes the node part of checkpoints; when the run goes on from one, `restore` has been called on return. What `save`
   * reads must be alive until the run ends: hand it to `own`, do not release it in a generator's `finally`.
   */
  readonly stateful: (state: StatefulNode) => Promise<void>
  /**
   * The document of this run; changes made while it ran stand in its timeline, so running it again gives the same video.
   */
  readonly document: () => GraphDocument
}
