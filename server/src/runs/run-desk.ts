import { randomUUID } from 'node:crypto'
import {
  type Catalog,
  type Checked,
  type Exchange,
  namedFiles,
  type ParamChange,
  runId,
  type RunId,
} from '@frameloom/graph'
import type { RunView } from '@frameloom/protocol'
import { SerialQueue } from '@frameloom/serial-queue'
import { ApiProblem, refusedFor } from '../api-problem.js'
import { LatestOnly } from '../concurrency/latest-only.js'
import type { InputFolder } from '../inputs/input-folder.js'
import { Attempt, type Previews } from './attempt.js'
import type { Broadcast } from './broadcast.js'
import { interruptedRecord, serverEnded, wasInterrupted } from './interrupted-record.js'
import { newRecord, type StartRequest } from './new-record.js'
import { orderFor } from './order-for.js'
import { afterPreviousProcess } from './previous-process.js'
import type { RunFiles, RunRecord } from './run-files.js'
import type { QueueState, RunQueue } from './run-queue.js'
import { laneOf, type RunSettings } from './run-settings.js'
import { startRunner } from './runner-process.js'
import { StudioRun } from './studio-run.js'
import { wrongState } from './wrong-state.js'

export interface RunDeskOptions {
  readonly catalog: Catalog
  readonly files: RunFiles
  readonly inputs: InputFolder
  readonly queue: RunQueue
  readonly broadcast: Broadcast
  readonly settings: RunSettings
  /** What viewers of a run want to see now. */
  readonly previews: (run: RunId) => Previews
  /** Told whenever a run has another state. */
  readonly onState: (view: RunView) => void
  /** Told what cannot be told to anybody else. */
  readonly onTrouble: (what: string, cause: unknown) => void
}

interface Entry {
  readonly run: StudioRun
  /** Writes the latest record to disk. */
  readonly records: LatestOnly<RunRecord>
  /** Whatever looks at the run's files on disk or removes some: resuming it, removing it, its end. */
  readonly turns: SerialQueue
  attempt: Attempt | undefined
}

/** All runs of the studio: they belong to the server, whoever watches. */
export class RunDesk {
  readonly #options: RunDeskOptions
  readonly #entries = new Map<RunId, Entry>()
  readonly #closing = new AbortController()
  /** Waits for processes of the server before; resolve at the latest when this one closes. */
  readonly #left: Promise<void>[] = []

  constructor(options: RunDeskOptions) {
    this.#options = options
  }

  /**
   * Takes in the kept runs. Those that went on when the server ended are failed, and can be resumed: at once, or when the
   * process has ended that the server before left at work.
   */
  async open(): Promise<void> {
    const { files } = this.#options
    for (const record of await files.list()) {
      const { run } = record.view
      const worker = await files.worker(run)
      if (worker === undefined) await files.tidy(run)
      if (!wasInterrupted(record, worker)) {
        const entry = this.#add(record)
        if (record.view.state === 'finished') await this.#dropCheckpoint(entry)
        continue
      }
      const interrupted = interruptedRecord(record, { worker, checkpoint: await files.checkpoint(run) })
      const entry = this.#add(interrupted)
      entry.records.offer(interrupted)
      if (worker !== undefined) this.#left.push(this.#untilLeft(entry))
    }
  }

  /** The newest first. */
  list(): readonly StudioRun[] {
    return Array.from(this.#entries.values(), ({ run }) => run).sort((a, b) => b.view.createdAt - a.view.createdAt)
  }

  queues(): readonly QueueState[] {
    return this.#options.queue.states()
  }

  /** @throws ApiProblem not-found */
  run(id: string): StudioRun {
    return this.#entry(id).run
  }

  /** Process of a run, for whoever looks after the machine; undefined where none works on it. */
  pid(id: RunId): number | undefined {
    return this.#entry(id).attempt?.pid
  }

  /** @throws ApiProblem refused, too-many-runs, disk-full, shutting-down */
  async start(request: StartRequest): Promise<RunView> {
    const { catalog, files, inputs, settings } = this.#options
    this.#requireOpen()
    const lane = laneOf(request.device, settings)
    const made = newRecord(request, { catalog, run: runId.parse(`r-${randomUUID()}`), lane })
    if (!made.ok) throw refusedFor(made.issues, 'The document cannot run')
    const missing = await inputs.missing(namedFiles(made.record.document, catalog))
    if (missing.length > 0) throw refusedFor(missing, 'The document cannot run')
    this.#requireRoom()
    await files.create(made.record)
    if (this.#closing.signal.aborted) await files.remove(made.record.view.run)
    this.#requireOpen()
    const entry = this.#add(made.record)
    this.#begin(entry, false)
    return entry.run.view
  }

  /** @throws ApiProblem not-found, wrong-state */
  stop(id: string, how: 'after-chunk' | 'now'): RunView {
    const { run, attempt } = this.#entry(id)
    if (attempt === undefined) throw wrongState(run, 'stopped', 'it is over')
    attempt.stop(how)
    return run.view
  }

  /** @throws ApiProblem not-found, wrong-state */
  pause(id: string): RunView {
    const { run, attempt } = this.#entry(id)
    if (run.view.state !== 'running') throw wrongState(run, 'paused', 'only a running one can be')
    attempt?.pause()
    return run.view
  }

  /** @throws ApiProblem not-found, wrong-state, too-many-runs, shutting-down */
  async resume(id: string): Promise<RunView> {
    const { turns } = this.#entry(id)
    return turns.run(async () => {
      const entry = this.#entry(id)
      const { run, attempt } = entry
      if (run.view.state === 'paused') attempt?.resume()
      else if (attempt !== undefined) throw wrongState(run, 'resumed', 'it is under way already')
      else if (run.view.state === 'finished') throw wrongState(run, 'resumed', 'it came to its end; start a longer one')
      else {
        await this.#requireLeft(run, 'resumed')
        await this.#lookAtCheckpoint(run)
        if (run.view.checkpoint === undefined) throw wrongState(run, 'resumed', 'it has no checkpoint; start it again')
        this.#requireOpen()
        this.#requireRoom()
        this.#begin(entry, true)
      }
      return run.view
    })
  }

  /** @throws ApiProblem not-found, wrong-state, refused */
  async set(id: string, change: ParamChange): Promise<{ chunk: number }> {
    return this.#change(id, async (attempt) => attempt.set(change))
  }

  /** @throws ApiProblem not-found, wrong-state, refused */
  async exchange(id: string, exchange: Exchange): Promise<{ chunk: number }> {
    return this.#change(id, async (attempt) => attempt.exchange(exchange))
  }

  async #change(
    id: string,
    change: (attempt: Attempt) => Promise<Checked<{ readonly chunk: number }>>,
  ): Promise<{ chunk: number }> {
    const { run, attempt } = this.#entry(id)
    if (attempt === undefined) throw wrongState(run, 'changed', 'only one that is under way can be')
    const changed = await change(attempt)
    if (!changed.ok) throw refusedFor(changed.issues, 'The change cannot be made')
    return { chunk: changed.chunk }
  }

  /** Tells the run's process that other pictures are wanted. */
  look(id: RunId): void {
    this.#entries.get(id)?.attempt?.look()
  }

  /** @throws ApiProblem not-found, wrong-state */
  async remove(id: string): Promise<void> {
    const { turns } = this.#entry(id)
    await turns.run(async () => {
      const { run, records, attempt } = this.#entry(id)
      if (attempt !== undefined) throw wrongState(run, 'deleted', 'it is under way; stop it first')
      await this.#requireLeft(run, 'deleted')
      await records.idle()
      await this.#options.files.remove(run.view.run)
      this.#entries.delete(run.view.run)
      this.#options.broadcast.deleted(run.view.run)
    })
  }

  /** Stops every run after its chunk, with a checkpoint; kills what has not ended by then. */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort(new DOMException('The server goes down.', 'AbortError'))
    const attempts = Array.from(this.#entries.values(), ({ attempt }) => attempt).filter((it) => it !== undefined)
    for (const attempt of attempts) attempt.stop('after-chunk')
    const timer = setTimeout(() => attempts.forEach((attempt) => attempt.kill()), graceMs)
    await Promise.all(attempts.map(async ({ ended }) => ended))
    clearTimeout(timer)
    await Promise.all(this.#left)
    const settled = async ({ turns, records }: Entry) => turns.run(async () => records.idle())
    await Promise.all(Array.from(this.#entries.values(), settled))
  }

  #add(record: RunRecord): Entry {
    const { files, broadcast, onState, onTrouble } = this.#options
    const records = new LatestOnly<RunRecord>(async (latest) => {
      try {
        await files.save(latest)
      } catch (cause) {
        onTrouble(`The record of run ${record.view.run} was not written`, cause)
      }
    })
    const run = new StudioRun({ record, broadcast, onState, onRecord: (changed) => records.offer(changed) })
    const entry: Entry = { run, records, turns: new SerialQueue(), attempt: undefined }
    this.#entries.set(record.view.run, entry)
    return entry
  }

  #begin(entry: Entry, resume: boolean): void {
    const { files, queue, settings, previews } = this.#options
    const { run } = entry
    const attempt = new Attempt({
      run,
      queue,
      lane: laneOf(run.view.device, settings),
      order: () =>
        orderFor({ view: run.view, document: run.document }, { settings, resume, places: files.places(run.view.run) }),
      launch: (options) => startRunner({ entry: settings.runnerEntry, ...options }),
      previews: () => previews(run.view.run),
    })
    entry.attempt = attempt
    void attempt.ended.then(async () => {
      entry.attempt = undefined
      if (run.view.state === 'finished') await entry.turns.run(async () => this.#dropCheckpoint(entry))
    })
  }

  /** Its record says by then that the run is finished, so that nobody looks for what it would go on from. */
  async #dropCheckpoint({ run, records }: Entry): Promise<void> {
    const { files, onTrouble } = this.#options
    const { run: id } = run.view
    await records.idle()
    await files.dropCheckpoint(id).catch((cause: unknown) => onTrouble(`The checkpoint of run ${id} stays`, cause))
  }

  /** The run is told of as it was left once the process has ended that the server before left at work on it. */
  async #untilLeft({ run, turns }: Entry): Promise<void> {
    const { files, queue, settings, onTrouble } = this.#options
    const { signal } = this.#closing
    const { run: id, device } = run.view
    const left = async () => {
      // Somebody may have been quicker to see it end.
      if (this.#entries.get(id)?.attempt !== undefined || !this.#entries.has(id)) return
      await this.#lookAtCheckpoint(run)
      run.tell({ type: 'run-failed', ...serverEnded(run.view.checkpoint) })
    }
    await afterPreviousProcess({ run: id, lane: laneOf(device, settings), files, queue, signal }, async () =>
      turns.run(left),
    ).catch((cause: unknown) => {
      if (!signal.aborted) onTrouble(`It is unknown whether a process is still working on run ${id}`, cause)
    })
  }

  /** A process that ended without a word, or without a server to tell, may have written a checkpoint that nobody was told of. */
  async #lookAtCheckpoint(run: StudioRun): Promise<void> {
    const chunk = await this.#options.files.checkpoint(run.view.run)
    if (chunk !== undefined && chunk !== run.view.checkpoint) run.tell({ type: 'checkpoint-saved', chunk })
  }

  async #requireLeft(run: StudioRun, done: string): Promise<void> {
    const worker = await this.#options.files.worker(run.view.run)
    if (worker === undefined) return
    const why = `a process of the previous server (${worker}) is still working on its last chunk; wait until it has ended`
    throw wrongState(run, done, why)
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id as RunId)
    if (entry === undefined) throw new ApiProblem('not-found', `There is no run '${id}': it may have been deleted.`)
    return entry
  }

  #requireRoom(): void {
    const waiting = this.list().filter(({ view }) => view.state === 'queued').length
    if (waiting < this.#options.settings.mostWaiting) return
    const message = `${waiting} runs are waiting already, as many as this server queues: stop one, or wait.`
    throw new ApiProblem('too-many-runs', message)
  }

  #requireOpen(): void {
    if (this.#closing.signal.aborted)
      throw new ApiProblem('shutting-down', 'The server is going down: try again when it is back.')
  }
}
