import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { fileError } from '../file-error.js'
import { VideoError } from '../video-error.js'

/** Bytes that are copied together. */
const COPIED = 1024 * 1024

/** A file that grows by whole pieces: a piece is either on disk in full or not there at all. */
export class AppendFile implements AsyncDisposable {
  readonly path: string
  #file: FileHandle
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
   * @throws VideoError disk-full, file-too-large, not-writable; file-vanished where the file was deleted meanwhile
   */
  async append(bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#file, bytes, this.#length)
      await this.#file.datasync()
    } catch (error) {
      await this.#file.truncate(this.#length)
      throw fileError(error, this.path, 'write')
    }
    this.#length += bytes.length
    await this.#requireLinked()
  }

  /** Replaces bytes that are there already; takes no further space. */
  async replace(offset: number, bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#file, bytes, offset)
      await this.#file.datasync()
    } catch (error) {
      throw fileError(error, this.path, 'write')
    }
  }

  /**
   * Puts `head` in the place of the first `length` bytes, which may be fewer: the file is written anew beside itself and
   * takes its own place when it is whole. That takes the space of both for a moment.
   * @throws VideoError disk-full, not-writable, file-vanished, and the file is as it was
   */
  async replaceHead(length: number, head: Uint8Array): Promise<void> {
    await this.#requireLinked()
    const unfinished = `${this.path}.part`
    try {
      await this.#copy(unfinished, length, head)
      await this.#giveWay(unfinished)
      this.#length += head.length - length
    } catch (error) {
      await rm(unfinished, { force: true })
      throw fileError(error, this.path, 'write')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  /** Writes this file from `length` on behind `head` into another one. */
  async #copy(path: string, length: number, head: Uint8Array): Promise<void> {
    await using copy = await open(path, 'w')
    await writeAll(copy, head, 0)
    const piece = Buffer.alloc(COPIED)
    for (let from = length; from < this.#length; from += COPIED) {
      const bytes = piece.subarray(0, Math.min(COPIED, this.#length - from))
      await this.#file.read(bytes, 0, bytes.length, from)
      await writeAll(copy, bytes, from - length + head.length)
    }
    await copy.datasync()
  }

  /** Lets the file at `path` take this one's place. Neither is open meanwhile: Windows puts nothing in the place of an open file. */
  async #giveWay(path: string): Promise<void> {
    await this.#file.close()
    try {
      await rename(path, this.path)
    } finally {
      this.#file = await open(this.path, 'r+')
    }
  }

  async #requireLinked(): Promise<void> {
    const { nlink } = await this.#file.stat()
    if (nlink > 0) return
    throw new VideoError(
      'file-vanished',
      `${this.path} was deleted while it was being written; choose a folder that stays during the run.`,
    )
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done)
    done += bytesWritten
  }
}
