import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { isClip, type MediaType } from '@frameloom/video'
import { SerialQueue } from '@frameloom/serial-queue'
import { ApiProblem } from '../api-problem.js'

/** Milliseconds that a file may take to decode. */
const MOST_MS = 30_000
/** Bytes of a thumbnail that is believed to be one. */
const MOST_BYTES = 2 ** 20
/** Thumbnails kept in memory: some 10 KB each. */
const KEPT = 200

export interface FileToDecode {
  readonly path: string
  readonly type: MediaType
  /** What people call it. */
  readonly name: string
}

/** Small pictures of files from outside, decoded one after another, each in a process of its own. */
export class Thumbnails {
  readonly #entry: string
  readonly #queue = new SerialQueue()
  /** By place, time and size of the file; the oldest first. */
  readonly #kept = new Map<string, Uint8Array>()

  /** @param entry the program, as an absolute path */
  constructor(entry: string) {
    this.#entry = entry
  }

  /** A JPEG of the picture, or of the first one of the video. @throws ApiProblem wrong-content */
  async of(file: FileToDecode): Promise<Uint8Array> {
    const { size, mtimeMs, ino } = await stat(file.path)
    // A file keeps these three when it is given its name.
    const key = `${ino} ${mtimeMs} ${size}`
    return this.#queue.run(async () => {
      const known = this.#kept.get(key)
      if (known !== undefined) return known
      const made = await this.#decoded(file)
      const [oldest] = this.#kept.keys()
      if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest)
      this.#kept.set(key, made)
      return made
    })
  }

  async #decoded({ path, type, name }: FileToDecode): Promise<Uint8Array> {
    const args = [this.#entry, path, isClip(type) ? 'clip' : 'picture', name]
    const options = { encoding: 'buffer', timeout: MOST_MS, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES } as const
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, options, (failed, jpeg, complaint) => {
        if (failed === null && jpeg.length > 0) return resolve(jpeg)
        const why = failed === null ? complaint.toString() : `${name} cannot be decoded here: give another file.`
        reject(new ApiProblem('wrong-content', why))
      })
    })
  }
}
