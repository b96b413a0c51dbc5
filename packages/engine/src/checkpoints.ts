import { CHECKPOINT_VERSION, type Checkpoint } from './checkpoint.js'
import type { Gate } from './gate.js'
import type { RunContext } from './run-context.js'
import type { Streams } from './streams.js'

/** When a checkpoint is taken: as soon as every chunk under way has reached its end, or when the run ends. */
export type CheckpointTime = 'next-boundary' | 'end'

interface Request {
  readonly when: CheckpointTime
  readonly resolve: (checkpoint: Checkpoint) => void
  readonly reject: (reason: unknown) => void
}

/** Takes checkpoints: sources wait, chunks under way drain to the sinks, every stateful node saves, and on it goes. */
export class Checkpoints {
  readonly #context: RunContext
  readonly #gate: Gate
  readonly #streams: Streams
  #requests: Request[] = []
  #serving: Promise<void> | undefined
  #over = false

  constructor(context: RunContext, gate: Gate, streams: Streams) {
    this.#context = context
    this.#gate = gate
    this.#streams = streams
  }

  /** @throws StateNotSaved; the signal's reason when the run is aborted before */
  async request(when: CheckpointTime): Promise<Checkpoint> {
    if (this.#over) throw new Error('The run is over; a checkpoint can only be taken during a run. Ask for it earlier.')
    const checkpoint = new Promise<Checkpoint>((resolve, reject) => {
      this.#requests.push({ when, resolve, reject })
    })
    if (when === 'next-boundary') this.#serving ??= this.#serve()
    return checkpoint
  }

  /** All nodes have ended, and what they own is still alive: answers every request that is left. */
  async finish(): Promise<void> {
    await this.#serving
    while (this.#requests.length > 0) await this.#answer(() => true)
    this.#over = true
  }

  async #serve(): Promise<void> {
    const { condition, signal } = this.#context
    const hold = this.#gate.hold()
    while (this.#requests.some(isUrgent)) {
      await condition.until(() => signal.aborted || this.#streams.atRest())
      await this.#answer(isUrgent)
    }
    this.#serving = undefined
    hold[Symbol.dispose]()
  }

  async #answer(concerned: (request: Request) => boolean): Promise<void> {
    const requests = this.#requests.filter(concerned)
    this.#requests = this.#requests.filter((request) => !concerned(request))
    try {
      const checkpoint = await this.#taken()
      for (const { resolve } of requests) resolve(checkpoint)
    } catch (error) {
      for (const { reject } of requests) reject(error)
    }
  }

  async #taken(): Promise<Checkpoint> {
    const { signal, states, history, log } = this.#context
    signal.throwIfAborted()
    const nodes = await states.save().catch((error: unknown) => {
      signal.throwIfAborted()
      throw error
    })
    const chunk = this.#gate.made
    log.emit({ type: 'checkpoint-saved', chunk })
    return { formatVersion: CHECKPOINT_VERSION, document: history.document, chunk, nodes }
  }
}

const isUrgent = ({ when }: Request): boolean => when === 'next-boundary'
