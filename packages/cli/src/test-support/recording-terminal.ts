import { Writable } from 'node:stream'
import { LineWriter } from '../line-writer.js'
import type { Terminal } from '../terminal.js'

/** A terminal whose output is kept. */
export interface RecordingTerminal extends Terminal {
  readonly printed: () => { readonly out: readonly string[]; readonly err: readonly string[] }
}

/**
 * @param columns of an interactive terminal; undefined: a pipe
 * @param read when whoever reads it begins to; until then a few kilobytes are taken
 */
export function recordingTerminal(columns?: number, read?: Promise<void>): RecordingTerminal {
  const out = recorder(read)
  const err = recorder()
  return {
    out: new LineWriter(out.stream),
    err: new LineWriter(err.stream),
    columns,
    printed: () => ({ out: out.lines(), err: err.lines() }),
  }
}

function recorder(read?: Promise<void>) {
  let text = ''
  const stream = new Writable({
    decodeStrings: false,
    async write(chunk: string, _encoding, done) {
      text += chunk
      if (read !== undefined) await read
      done()
    },
  })
  return { stream, lines: () => text.split('\n').slice(0, -1) }
}
