import { type Graph, hasStream, type NodeId, type RunEvent } from '@frameloom/graph'

/** Chunks over which speed is averaged: enough to be steady, few enough to follow a change of load. */
const WINDOW = 8

interface Mark {
  /** Milliseconds of the clock that nobody sets. */
  readonly at: number
  /** Frames that had come out by then. */
  readonly frames: number
}

/** How far a run is, told from its events as they come. What comes out is what the last node that reads or makes a stream reports. */
export class Progress {
  /** Length of the whole video in chunks; 0: endless. */
  readonly chunks: number
  readonly #last: NodeId | undefined
  #finishedChunks = 0
  #frames = 0
  #playbackFps: number | undefined
  #status = ''
  readonly #marks: Mark[] = []

  constructor(graph: Graph, chunks: number) {
    this.#last = [...graph.nodes.values()].findLast(hasStream)?.id
    this.chunks = chunks
  }

  /** Chunks of the video that have come out, those before a checkpoint included. */
  get finishedChunks(): number {
    return this.#finishedChunks
  }

  /** Frames that have come out in this run. */
  get frames(): number {
    return this.#frames
  }

  /** Frames per second of late; undefined before two chunks have come out. */
  get fps(): number | undefined {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)]
    if (first === undefined || last === undefined || last.at <= first.at) return undefined
    return ((last.frames - first.frames) * 1000) / (last.at - first.at)
  }

  /** Speed as a multiple of playback; undefined where the node that writes the video does not tell its frame rate. */
  get timesRealTime(): number | undefined {
    const { fps } = this
    return fps === undefined || this.#playbackFps === undefined ? undefined : fps / this.#playbackFps
  }

  /** What a node last said about itself. */
  get status(): string {
    return this.#status
  }

  /** Returns true where a chunk has come out. */
  take(event: RunEvent): boolean {
    if (event.type === 'run-started') this.#finishedChunks = event.firstChunk
    if (event.type === 'node-status' && event.text !== undefined) {
      this.#status = event.text === '' ? '' : `${event.node}: ${event.text}`
    }
    return event.type === 'chunk-finished' && this.#takeChunk(event)
  }

  #takeChunk({ node, chunk, frames, measurements }: Extract<RunEvent, { type: 'chunk-finished' }>): boolean {
    this.#playbackFps = measurements['playbackFps'] ?? this.#playbackFps
    if (node !== this.#last) return false
    this.#finishedChunks = chunk + 1
    this.#frames += frames
    this.#marks.push({ at: performance.now(), frames: this.#frames })
    if (this.#marks.length > WINDOW + 1) this.#marks.shift()
    return true
  }
}

/** `chunk 12/40  132 frames  17.3 fps  1.08x real time  sampler: denoising` */
export function progressLine(progress: Progress): string {
  const { chunks, finishedChunks, frames, fps, timesRealTime, status } = progress
  const parts = [
    `chunk ${finishedChunks}${chunks === 0 ? '' : `/${chunks}`}`,
    `${frames} frames`,
    ...(fps === undefined ? [] : [`${fps.toFixed(1)} fps`]),
    ...(timesRealTime === undefined ? [] : [`${timesRealTime.toFixed(2)}x real time`]),
    ...(status === '' ? [] : [status]),
  ]
  return parts.join('  ')
}
