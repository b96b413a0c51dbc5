import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

/** The checkout, from which every command is started. */
export const root = join(import.meta.dirname, '..', '..')

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly lines: readonly string[]
  readonly err: string
}

/** A command that goes on. */
export interface Started {
  readonly ended: Promise<Ended>
  /** Signals its whole process group, as Ctrl+C in a terminal does. */
  kill(signal: NodeJS.Signals): void
  /** Closes our end of its output. */
  hangUp(): void
}

/** Starts the real command line as a process of its own. `onLine` is told of every line that it prints. */
export function start(args: readonly string[], onLine: (line: string) => void = () => {}): Started {
  const child = spawn(process.execPath, [join(root, 'packages/cli/bin/frameloom.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const { pid = 0 } = child
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    onLine(line)
  })
  return {
    ended: Promise.all([once(child, 'close'), text(child.stderr)]).then(([[status, signal], err]) => {
      return { status, signal, lines, err }
    }),
    kill: (signal) => process.kill(process.platform === 'win32' ? pid : -pid, signal),
    hangUp: () => child.stdout.destroy(),
  }
}

/** Runs a command to its end. */
export const frameloom = (...args: readonly string[]): Promise<Ended> => start(args).ended

/** The JSON objects that a command printed, one per line. */
export const jsonLines = ({ lines }: Pick<Ended, 'lines'>): Record<string, unknown>[] =>
  lines.map((line): Record<string, unknown> => JSON.parse(line))
