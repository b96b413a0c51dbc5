import { basename } from 'node:path'
import type { Checked, Exchange, ParamChange } from '@frameloom/graph'
import type { StudioEventBody } from '@frameloom/protocol'
import type { ChangeResult, CommandMessage, ReportMessage, RunOrder } from '../runner/messages.js'
import { ApiProblem } from '../api-problem.js'
import { processEnd } from './process-end.js'
import type { RunQueue } from './run-queue.js'
import type { RunnerOptions, RunnerProcess } from './runner-process.js'
import type { StudioRun } from './studio-run.js'

/** Milliseconds that a process has to end when it is told to end now. */
const OBEDIENCE_MS = 10_000

/** Pictures wanted of a run: sizes by node. */
export type Previews = Extract<CommandMessage, { type: 'look' }>['previews']

export interface AttemptOptions {
  readonly run: StudioRun
  /** The lane of the queue. */
  readonly lane: string
  readonly queue: RunQueue
  /** Made when the turn has come. */
  readonly order: () => RunOrder
  readonly launch: (options: Pick<RunnerOptions, 'order' | 'onReport' | 'onNonsense'>) => RunnerProcess
  /** What viewers want to see now. */
  readonly previews: () => Previews
}

/** One go at a run: the wait for its device, and its process. A resumed run has several, one after another. */
export class Attempt {
  /** Resolves, never rejects, when the run is over, in its view too, and its process is gone. */
  readonly ended: Promise<void>
  readonly #options: AttemptOptions
  readonly #leave = new AbortController()
  /** Those that the process has not answered; called with `undefined` where it never will. */
  readonly #changes = new Map<number, (result: ChangeResult | undefined) => void>()
  #process: RunnerProcess | undefined
  #deadline: NodeJS.Timeout | undefined
  #nextChange = 0

  constructor(options: AttemptOptions) {
    this.#options = options
    this.ended = this.#go()
  }

  /** Of the process; undefined while the run waits. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** A process that is told to end now, and does not, is killed. */
  stop(how: 'after-chunk' | 'now'): void {
    const process = this.#process
    if (process === undefined) return this.kill()
    process.command({ type: 'stop', how })
    if (how === 'now') this.#deadline ??= setTimeout(() => this.kill(), OBEDIENCE_MS)
  }

  pause(): void {
    this.#process?.command({ type: 'pause' })
  }

  resume(): void {
    this.#process?.command({ type: 'resume' })
  }

  look(): void {
    this.#process?.command({ type: 'look', previews: this.#options.previews() })
  }

  /** Ends the process at once, or takes the run off the queue. */
  kill(): void {
    this.#leave.abort(new DOMException('The run was ended at once.', 'AbortError'))
    this.#process?.kill()
  }

  /** @throws ApiProblem wrong-state where the process is not there, or ends before it has answered */
  async set({ node, param, value }: ParamChange): Promise<Checked<{ readonly chunk: number }>> {
    return this.#ask((id) => ({ type: 'set', id, node, param, value: value as SetValue }))
  }

  /** @throws ApiProblem wrong-state where the process is not there, or ends before it has answered */
  async exchange({ nodes, wires }: Exchange): Promise<Checked<{ readonly chunk: number }>> {
    return this.#ask((id) => ({ type: 'exchange', id, nodes: [...nodes], wires: [...wires] }))
  }

  async #ask(command: (id: number) => CommandMessage): Promise<Checked<{ readonly chunk: number }>> {
    const process = this.#process
    if (process === undefined) throw notRunning()
    const id = this.#nextChange++
    const answered = new Promise<ChangeResult | undefined>((resolve) => this.#changes.set(id, resolve))
    process.command(command(id))
    const result = await answered
    this.#changes.delete(id)
    if (result === undefined) throw notRunning()
    return result
  }

  async #go(): Promise<void> {
    const { run, lane, queue } = this.#options
    const { device } = run.view
    const { signal } = this.#leave
    try {
      const onPosition = (position: number) => run.tell({ type: 'run-queued', device, position })
      using _turn = await queue.enter({ device: lane, onPosition, signal })
      await this.#work()
    } catch (cause) {
      if (signal.aborted) run.tell({ type: 'run-stopped', how: 'now', ms: 0 })
      else run.tell({ type: 'run-failed', code: 'internal', message: `The run could not be started: ${String(cause)}` })
    }
  }

  async #work(): Promise<void> {
    const { run, order, launch } = this.#options
    const began = Date.now()
    run.tell({ type: 'run-starting' })
    let end: Last | undefined
    let broken: Extract<ReportMessage, { type: 'broken' }> | undefined
    let nonsense: string | undefined
    this.#process = launch({
      order: order(),
      onNonsense: (problem) => {
        nonsense ??= problem
      },
      onReport: (report) => {
        if (report.type === 'broken') broken = report
        else if (report.type === 'event' && isLast(report.event)) end = report.event
        else this.#take(report)
      },
    })
    this.look()
    const gone = await this.#process.ended
    this.#process = undefined
    for (const answer of this.#changes.values()) answer(undefined)
    clearTimeout(this.#deadline)
    if (end !== undefined) run.tell(end, end.at)
    else if (this.#leave.signal.aborted) run.tell({ type: 'run-stopped', how: 'now', ms: Date.now() - began })
    else if (broken !== undefined) run.tell({ type: 'run-failed', code: broken.code, message: broken.message })
    else if (nonsense !== undefined)
      run.tell({ type: 'run-failed', code: 'runner-nonsense', message: unknownReport(nonsense) })
    else run.tell({ type: 'run-failed', code: 'process-ended', message: processEnd(gone, run.view.checkpoint) })
  }

  #take(report: Exclude<ReportMessage, { type: 'broken' }>): void {
    const { run } = this.#options
    switch (report.type) {
      case 'event': {
        const { event } = report
        const told: StudioEventBody = event.type === 'file-saved' ? { ...event, path: basename(event.path) } : event
        run.tell(told, event.at)
        return
      }
      case 'changed':
        this.#changes.get(report.id)?.(report.result)
        return
      case 'document':
        run.document = report.document
        return
      case 'picture':
        run.show(report)
        return
      case 'over':
    }
  }
}

type SetValue = Extract<CommandMessage, { type: 'set' }>['value']
type Event = Extract<ReportMessage, { type: 'event' }>['event']
type Last = Extract<Event, { type: 'run-finished' | 'run-stopped' | 'run-failed' }>

const isLast = (event: Event): event is Last =>
  event.type === 'run-finished' || event.type === 'run-stopped' || event.type === 'run-failed'

const unknownReport = (problem: string): string =>
  `The run's process sent a message this server does not understand (${problem}): install the same version of both, then resume.`

const notRunning = (): ApiProblem =>
  new ApiProblem('wrong-state', 'The run is not under way: only a running or paused one can be changed.')
