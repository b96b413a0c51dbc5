import { open, type FileHandle } from 'node:fs/promises'
import { WeightsError } from './weights-error.js'

/** One read call takes at most this many bytes, below the limit of 2^31 - 1 of the systems underneath. */
const MAX_READ = 1 << 30

/** A file open for reading, closed at the end of its scope. */
export interface OpenFile extends AsyncDisposable {
  readonly path: string
  readonly handle: FileHandle
}

/** @throws WeightsError `unreadable` with the system's reason */
export async function openForReading(path: string): Promise<OpenFile> {
  try {
    const handle = await open(path, 'r')
    return { path, handle, [Symbol.asyncDispose]: () => handle.close() }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/**
 * Fills `into` from byte `position` on.
 * @throws WeightsError `truncated` where the file ends first, `unreadable` with the system's reason
 */
export async function readFully({ handle, path }: OpenFile, into: Uint8Array, position: number): Promise<void> {
  let filled = 0
  while (filled < into.length) {
    const bytesRead = await readSome(filled)
    if (bytesRead === 0) {
      throw new WeightsError(
        'truncated',
        `${path} ends at byte ${position + filled}, but bytes up to ${position + into.length} are needed: it changed while it was read, try again.`,
      )
    }
    filled += bytesRead
  }

  async function readSome(offset: number): Promise<number> {
    try {
      const length = Math.min(into.length - offset, MAX_READ)
      return (await handle.read(into, { offset, length, position: position + offset })).bytesRead
    } catch (cause) {
      throw unreadable(path, cause)
    }
  }
}

export const unreadable = (path: string, cause: unknown) =>
  new WeightsError(
    'unreadable',
    `${path} cannot be read (${cause instanceof Error ? cause.message : String(cause)}): check that it exists and may be read.`,
    { cause },
  )
