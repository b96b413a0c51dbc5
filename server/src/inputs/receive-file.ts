import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ApiProblem } from '../api-problem.js'

/** First bytes that tell what a file is. */
const HEAD_BYTES = 64

/** Milliseconds after which a sender of whom nothing comes has gone, whatever its connection says. */
const SILENCE_MS = 60_000

export interface ReceivedFile {
  /** SHA-256 of the content, in hexadecimal. */
  readonly digest: string
  readonly bytes: number
  /** Its first bytes. */
  readonly head: Uint8Array
}

export interface ReceivePlace {
  readonly path: string
  /** Bytes. */
  readonly most: number
  readonly silenceMs?: number
}

/**
 * Writes what comes to a new file, as it comes, and syncs it to the disk.
 * @throws ApiProblem too-large beyond `most` bytes, malformed where the sender breaks off or falls silent; the system's error
 */
export async function receiveFile(
  incoming: Readable,
  { path, most, silenceMs = SILENCE_MS }: ReceivePlace,
): Promise<ReceivedFile> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let bytes = 0
  const file = await open(path, 'wx')
  try {
    for await (const part of arriving(incoming, silenceMs)) {
      bytes += part.length
      if (bytes > most) throw tooLarge(most)
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, part]).subarray(0, HEAD_BYTES)
      hash.update(part)
      await file.writeFile(part)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { digest: hash.digest('hex'), bytes, head }
}

/** The parts, where a sender that is gone is no failure of this server. Time that their receiver takes is no silence. */
async function* arriving(incoming: Readable, silenceMs: number): AsyncGenerator<Uint8Array> {
  const giveUp = () => incoming.destroy(new Error(`nothing arrived for ${silenceMs / 1000} s`))
  let silence = setTimeout(giveUp, silenceMs)
  try {
    for await (const part of incoming as AsyncIterable<Uint8Array>) {
      clearTimeout(silence)
      yield part
      silence = setTimeout(giveUp, silenceMs)
    }
  } catch (cause) {
    throw new ApiProblem('malformed', `The upload broke off (${String(cause)}): send the file again.`)
  } finally {
    clearTimeout(silence)
  }
}

export const tooLarge = (most: number): ApiProblem =>
  new ApiProblem(
    'too-large',
    `The file is larger than the ${Math.floor(most / 2 ** 20)} MiB that this server takes: cut the video, or make the picture smaller.`,
  )
