import { LineWriter } from './line-writer.js'

/** Where a command prints. */
export interface Terminal {
  /** Results, and nothing else where they are for programs. */
  readonly out: LineWriter
  /** Errors, for people. */
  readonly err: LineWriter
  /** Columns of an interactive terminal behind `out`; undefined where it is a file or a pipe. */
  readonly columns: number | undefined
}

/** This process's own. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process
  return {
    out: new LineWriter(stdout),
    err: new LineWriter(stderr),
    columns: stdout.isTTY ? stdout.columns : undefined,
  }
}
