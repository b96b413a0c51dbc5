import type { FileHandle } from 'node:fs/promises'
import { fileError } from '../file-error.js'
import { VideoError } from '../video-error.js'

/**
 * Most reads of one file: far above what a sound one needs (one per box, chunk or cluster header), and few enough that
 * a file made to waste time is given up at once.
 */
const MOST_READS = 25_000

/** Most bytes read of one file: room for a whole sidecar, or for several comments in front of ours. */
const MOST_BYTES = 32 * 1024 * 1024

/** Reads parts of a file that nobody vouches for: never beyond its end, and never without end. */
export class FileView {
  readonly path: string
  readonly size: number
  readonly #file: FileHandle
  #readsLeft = MOST_READS
  #bytesLeft = MOST_BYTES

  constructor(file: FileHandle, path: string, size: number) {
    this.#file = file
    this.path = path
    this.size = size
  }

  /**
   * The `length` bytes at `offset`. Callers bound `length`.
   * @throws VideoError damaged-file where the file ends before, or after too many reads; not-readable
   */
  async read(offset: number, length: number): Promise<Buffer> {
    if (offset + length > this.size) throw this.damaged(offset, `${length} bytes announced but a size of ${this.size}`)
    this.#readsLeft -= 1
    this.#bytesLeft -= length
    if (this.#readsLeft < 0) throw this.damaged(offset, `more than ${MOST_READS} parts`)
    if (this.#bytesLeft < 0) throw this.damaged(offset, `more than ${MOST_BYTES} bytes of comments`)
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await this.#file.read(bytes, 0, length, offset).catch((error: unknown) => {
      throw fileError(error, this.path, 'read')
    })
    if (bytesRead < length) throw this.damaged(offset, 'an end that moved while it was read')
    return bytes
  }

  /** @throws VideoError damaged-file where the bytes, found at `offset`, are not UTF-8 */
  utf8(bytes: Buffer, offset: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (error) {
      throw this.damaged(offset, 'a text that is not UTF-8', { cause: error })
    }
  }

  damaged(offset: number, found: string, options?: ErrorOptions): VideoError {
    return new VideoError(
      'damaged-file',
      `The file ${this.path} has ${found} at byte ${offset}; take it from its source again, or read the ` +
        `.capsule.json beside the original.`,
      options,
    )
  }
}
