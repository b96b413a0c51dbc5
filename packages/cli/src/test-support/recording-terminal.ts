import { Writable } from 'node:stream'
import { LineWriter } from '../line-writer.js'
import type { Terminal } from '../terminal.js'

/** A terminal whose output is kept. */
export interface RecordingTerminal extends Terminal {
  readonly printed: () => { readonly out: readonly string[]; readonly err: readonly string[] }
}

/** @param columns of an interactive terminal; undefined: a pipe */
export function recordingTerminal(columns?: number): RecordingTerminal {
  const out = recorder()
  const err = recorder()
  return {
    out: new LineWriter(out.stream),
    err: new LineWriter(err.stream),
    columns,
    printed: () => ({ out: out.lines(), err: err.lines() }),
  }
}

function recorder() {
  let text = ''
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk
      done()
    },
  })
  return { stream, lines: () => text.split('\n').slice(0, -1) }
}
