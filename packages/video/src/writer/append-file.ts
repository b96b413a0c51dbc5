import { type FileHandle, open } from 'node:fs/promises'
import { fileError } from '../file-error.js'
import { VideoError } from '../video-error.js'

/** A file that grows by whole pieces: a piece is either on disk in full or not there at all. */
export class AppendFile implements AsyncDisposable {
  readonly path: string
  readonly #file: FileHandle
  #length = 0

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.#file = file
  }

  /**
   * A new, empty file.
   * @returns undefined where there is a file of that name already; it stays untouched
   * @throws VideoError not-writable, disk-full, file-vanished
   */
  static async create(path: string): Promise<AppendFile | undefined> {
    try {
      return new AppendFile(path, await open(path, 'wx+'))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
      throw fileError(error, path, 'write')
    }
  }

  get length(): number {
    return this.#length
  }

  /**
   * Resolves when `bytes` are on the disk itself, not only in the system's memory. Where they do not fit, what was
   * written of them is taken back.
   * @throws VideoError disk-full, not-writable; file-vanished where the file was deleted meanwhile
   */
  async append(bytes: Uint8Array): Promise<void> {
    try {
      await this.#write(bytes, this.#length)
      await this.#file.datasync()
    } catch (error) {
      await this.#file.truncate(this.#length)
      throw fileError(error, this.path, 'write')
    }
    this.#length += bytes.length
    const { nlink } = await this.#file.stat()
    if (nlink === 0) {
      throw new VideoError(
        'file-vanished',
        `${this.path} was deleted while it was being written; choose a folder that stays during the run.`,
      )
    }
  }

  /** Replaces bytes that are there already; takes no further space. */
  async replace(offset: number, bytes: Uint8Array): Promise<void> {
    try {
      await this.#write(bytes, offset)
      await this.#file.datasync()
    } catch (error) {
      throw fileError(error, this.path, 'write')
    }
  }

  async read(offset: number, into: Uint8Array): Promise<void> {
    await this.#file.read(into, 0, into.length, offset)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  async #write(bytes: Uint8Array, offset: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, offset + done)
      done += bytesWritten
    }
  }
}
