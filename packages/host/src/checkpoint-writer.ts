import { type Checkpoint, type Run, type RunOutcome, StateNotSaved } from '@frameloom/engine'
import { writeCheckpoint } from './checkpoint-file.js'
import type { DigestChain } from './chunk-digest.js'
import { UntilFailure } from './until-failure.js'

export interface CheckpointWriterOptions {
  readonly run: Run
  /** Of the same run: told of its events. */
  readonly digests: DigestChain
  /** Where it is kept; asked for before the first one is written. */
  readonly path: string | (() => Promise<string>)
  /** The first chunk of this run, where a checkpoint that stands there is not to be written: it says nothing new. */
  readonly firstChunk?: number
  /** Chunks between two checkpoints; undefined: only one, at the end. */
  readonly every: number | undefined
  /** Aborted where a checkpoint cannot be taken or written: a video that cannot be resumed is not what was asked for. */
  readonly broken: AbortController
  /** Told when a checkpoint lies in the file. */
  readonly onWritten?: (checkpoint: Checkpoint) => void
}

/** Keeps the latest checkpoint of a run in a file: every so many chunks, and at its end. */
export class CheckpointWriter {
  readonly #options: CheckpointWriterOptions
  readonly #atEnd: Promise<readonly PromiseSettledResult<Checkpoint>[]>
  readonly #writes: UntilFailure
  /** Of the file, once it is written. */
  #path: string | undefined
  #waiting = false

  constructor(options: CheckpointWriterOptions) {
    this.#options = options
    this.#writes = new UntilFailure((cause) => options.broken.abort(cause))
    this.#atEnd = Promise.allSettled([options.run.checkpoint('end')])
  }

  /** Tells that the video has `chunks` chunks by now. */
  chunkOut(chunks: number): void {
    const { every, run } = this.#options
    if (every === undefined || chunks % every !== 0 || this.#waiting) return
    this.#waiting = true
    this.#writes.add(async () => {
      const [taken] = await Promise.allSettled([run.checkpoint()])
      this.#waiting = false
      if (taken.status === 'fulfilled') await this.#write(taken.value)
      // Any other reason is why the run itself has ended.
      else if (taken.reason instanceof StateNotSaved) throw taken.reason
    })
  }

  /**
   * Writes the last checkpoint, where the run came to a whole end.
   * @returns the file's path, where there is one
   * @throws WeightsError `unwritable`; StateNotSaved; what asking for the path throws
   */
  async finished(outcome: RunOutcome): Promise<string | undefined> {
    const [last] = await this.#atEnd
    await this.#writes.settled()
    const whole = outcome.state === 'finished' || (outcome.state === 'stopped' && outcome.how === 'after-chunk')
    if (whole && last?.status === 'rejected') throw last.reason
    if (whole && last?.status === 'fulfilled') await this.#write(last.value)
    return this.#path
  }

  async #write(checkpoint: Checkpoint): Promise<void> {
    const { path: place, firstChunk, digests, onWritten } = this.#options
    if (checkpoint.chunk === firstChunk) return
    const path = this.#path ?? (typeof place === 'string' ? place : await place())
    await writeCheckpoint(path, { checkpoint, digests: digests.atCheckpoint(checkpoint.chunk) })
    this.#path = path
    onWritten?.(checkpoint)
  }
}
