import { readFile } from 'node:fs/promises'
import type { Terminal } from '../terminal.js'

/** Writes `text` over the last progress of an interactive terminal; nothing where there is none. */
export async function showProgress({ err, columns }: Terminal, text: string): Promise<void> {
  if (columns === undefined) return
  await err.text(`\r${text.padEnd(columns - 1).slice(0, columns - 1)}`)
}

/** Clears the progress, prints the table among `files`, and then where all of them are. */
export async function showFiles({ out, err, columns }: Terminal, files: readonly string[]): Promise<void> {
  if (columns !== undefined) await err.text(`\r${' '.repeat(columns - 1)}\r`)
  const table = files.find((file) => file.endsWith('.md'))
  if (table !== undefined) await out.text(await readFile(table, 'utf8'))
  for (const file of files) await out.line(file)
}
