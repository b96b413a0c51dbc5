import { type ChildProcess, fork } from 'node:child_process'
import { type CommandMessage, type ReportMessage, reportMessage, type RunOrder } from '../runner/messages.js'

/** Characters kept of what a runner writes to its error stream: the last words of a crash. */
const LAST_WORDS = 2000

/** How a runner process ended. */
export interface RunnerEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of its error stream. */
  readonly lastWords: string
}

/** A run's process, seen from the server. */
export interface RunnerProcess {
  /** Of the process, for people and tests; undefined where it could not be started. */
  readonly pid: number | undefined
  /** Resolves, never rejects, when the process is gone and everything it told was passed on. */
  readonly ended: Promise<RunnerEnd>
  /** Lost where the process is gone. */
  command(message: CommandMessage): void
  /** Ends the process at once. */
  kill(): void
}

export interface RunnerOptions {
  /** Absolute path of the program. */
  readonly entry: string
  readonly order: RunOrder
  readonly onReport: (report: ReportMessage) => void
  /** Told where the process says something that the protocol does not know; it is killed then. */
  readonly onNonsense: (problem: string) => void
}

/** Starts a run in a process of its own. */
export function startRunner({ entry, order, onReport, onNonsense }: RunnerOptions): RunnerProcess {
  const child = fork(entry, [], {
    serialization: 'advanced',
    // Without, the heap takes in the garbage of hundreds of chunks where the machine is busy, and stays that large: see `bin/frameloom.js`.
    execArgv: ['--optimize-for-size'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A group of its own: Ctrl+C in the server's terminal must not end the encoder that a run pipes its frames to.
    detached: true,
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  child.on('message', (message) => {
    const report = reportMessage.safeParse(message)
    if (report.success) return onReport(report.data)
    onNonsense(report.error.message)
    child.kill('SIGKILL')
  })
  const command = (message: CommandMessage) => {
    // A process that is gone takes no command; `ended` tells so.
    if (child.connected) child.send(message, () => {})
  }
  command({ type: 'start', order })
  return { pid: child.pid, ended: endOf(child, () => lastWords), command, kill: () => void child.kill('SIGKILL') }
}

async function endOf(child: ChildProcess, lastWords: () => string): Promise<RunnerEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, signal: null, lastWords: error.message }))
    // Not `exit`: after `close` the streams have been read to their end.
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, lastWords: lastWords().trim() }))
  })
}
