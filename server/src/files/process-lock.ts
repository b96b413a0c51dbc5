import { readFile, rm, writeFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { z } from 'zod'
import { isMissing } from './confined-path.js'

const note = z.object({
  pid: z.int().min(1),
  /** See `beginOf`. */
  began: z.string(),
  /** Milliseconds since 1970 when it was written. */
  at: z.number(),
})

/**
 * Notes in a file that this process is at work, until what is returned is disposed of, or the process ends in whatever way.
 * @throws the system's error
 */
export async function holdLock(path: string): Promise<AsyncDisposable> {
  const held: z.input<typeof note> = { pid: process.pid, began: (await beginOf(process.pid)) ?? '', at: Date.now() }
  await writeFile(path, JSON.stringify(held))
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
}

/** The living process that has noted itself in the file; undefined where there is none. */
export async function lockHolder(path: string): Promise<number | undefined> {
  const held = note.safeParse(await noted(path))
  if (!held.success) return undefined
  const { pid, began, at } = held.data
  const found = await beginOf(pid)
  if (found === undefined) return undefined
  // Another process may have the number by now: it began at another time, or after the machine was started anew.
  const same = found === '' ? at > Date.now() - uptime() * 1000 : found === began
  return same ? pid : undefined
}

async function noted(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    // Cut off in its first bytes by a power cut, which no process outlives.
    if (isMissing(cause) || cause instanceof SyntaxError) return undefined
    throw cause
  }
}

/** When a living process began, in the system's own words; empty where it does not tell, undefined where there is none. */
async function beginOf(pid: number): Promise<string | undefined> {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    // Any other reason is that the process is somebody else's.
    if (codeOf(cause) === 'ESRCH') return undefined
  }
  try {
    // Linux: behind the name, in brackets and of any characters, the state comes first and the start, in ticks, as the 20th.
    const facts = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? []
    // A zombie has ended; only nobody has asked how.
    return facts[0] === 'Z' ? undefined : (facts[19] ?? '')
  } catch (cause) {
    if (isMissing(cause)) return process.platform === 'linux' ? undefined : ''
    if (codeOf(cause) === 'ESRCH') return undefined
    throw cause
  }
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)
