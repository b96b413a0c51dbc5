import type { NodeId } from './ids.js'

/** One picture as a host takes it: 8-bit RGB, interleaved, rows from the top, width x height x 3 bytes. */
export interface ShownPicture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** The pictures of one chunk, for whoever watches the node. Not changed after they were handed over. */
export interface ShownChunk {
  readonly node: NodeId
  readonly chunk: number
  readonly pictures: readonly ShownPicture[]
  /** Pictures per second at which the video plays. */
  readonly fps: number
  /** Chunks that may wait to be seen before the next one is taken; 0: never wait, show what is newest. */
  readonly ahead: number
  /** Ends the waiting. */
  readonly signal: AbortSignal
}

/** What whoever runs a document (command line, server) lends to its nodes. Plain facts: nodes do the work. */
export interface HostServices {
  /** Device that was asked for: `auto`, `cpu`, `cuda` or `webgpu`. What it means is the runtime's affair. */
  readonly device: string
  /** Absolute path of the native library that models run on; absent: the one that comes with Frameloom. */
  readonly runtimeLibrary?: string
  /** Absolute path of an existing folder; a run writes its files here and nowhere else. */
  readonly outDir: string
  /** Name of the run's files without their ending, safe as a file name. */
  readonly fileName: string
  /** Absolute paths of the folders that hold model folders, searched in this order. */
  readonly modelDirs: readonly string[]
  /**
   * Absolute paths of the folders whose files a document may name, searched in this order; absent: a document names none.
   */
  readonly inputDirs?: readonly string[]
  /**
   * Shows pictures on the card of a node that declares `preview`; absent where nobody can watch. Resolves when the next
   * chunk may come: at once while nobody watches.
   */
  readonly show?: (chunk: ShownChunk) => Promise<void>
}
