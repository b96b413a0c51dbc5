import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { unreadable } from './open-file.js'

/**
 * SHA-256 of a whole file, hexadecimal; memory stays flat.
 * @throws WeightsError `unreadable`; the signal's reason when aborted
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, signal === undefined ? {} : { signal })
  } catch (cause) {
    signal?.throwIfAborted()
    throw unreadable(path, cause)
  }
  return hash.digest('hex')
}
