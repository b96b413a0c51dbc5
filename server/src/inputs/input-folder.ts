import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type GraphIssue, MOST_ISSUES, type NamedFile } from '@frameloom/graph'
import type { InputFile } from '@frameloom/protocol'
import { type MediaType, mediaTypeOf } from '@frameloom/video'
import { SerialQueue } from '@frameloom/serial-queue'
import { ApiProblem } from '../api-problem.js'
import { diskFull } from '../files/atomic-file.js'
import { confinedPath } from '../files/confined-path.js'
import { receiveFile, type ReceivedFile, tooLarge } from './receive-file.js'
import { contentEnding, storedName } from './stored-name.js'
import type { Thumbnails } from './thumbnails.js'

export interface InputFolderOptions {
  /** Folders whose files documents may name, searched in this order; uploads go to the first. Absolute. */
  readonly inputDirs: readonly string[]
  readonly mostUploadBytes: number
  readonly thumbnails: Thumbnails
}

/** An upload that has not come to its end. */
const DRAFT = /^\.[\w-]+\.draft$/

/** The pictures and videos that documents name. Those that are uploaded are stored once per content. */
export class InputFolder {
  readonly #options: InputFolderOptions
  readonly #naming = new SerialQueue()

  constructor(options: InputFolderOptions) {
    this.#options = options
  }

  /** Makes the folders, and removes what uploads left that a server before this one did not finish. */
  async open(): Promise<void> {
    for (const dir of this.#options.inputDirs) {
      await mkdir(dir, { recursive: true })
      const drafts = (await readdir(dir)).filter((name) => DRAFT.test(name))
      await Promise.all(drafts.map(async (name) => rm(join(dir, name), { force: true })))
    }
  }

  /**
   * Takes a picture or video in. It is there whole or not at all, and only if it can be decoded.
   * @param announced bytes that the sender says it has; 0 where it does not say
   * @throws ApiProblem too-large, wrong-content, disk-full, malformed
   */
  async store(
    incoming: Readable,
    { name, announced }: { readonly name: string; readonly announced: number },
  ): Promise<InputFile> {
    const { mostUploadBytes: most, thumbnails } = this.#options
    if (announced > most) throw tooLarge(most)
    const draft = join(this.#dir, `.${randomUUID()}.draft`)
    try {
      const received = await receiveFile(incoming, { path: draft, most })
      const type = mediaTypeOf(received.head)
      if (type === undefined) throw noKind(received)
      await thumbnails.of({ path: draft, type, name: storedName(name, received.digest, type) })
      return { name: await this.#named(draft, { name, type, ...received }), type, bytes: received.bytes }
    } catch (cause) {
      throw diskFull(cause) ?? cause
    } finally {
      await rm(draft, { force: true })
    }
  }

  /** A JPEG of a file that is there. @throws ApiProblem not-found, wrong-content */
  async thumbnail(name: string): Promise<Uint8Array> {
    const path = await this.#path(name)
    if (path === undefined) throw new ApiProblem('not-found', `There is no file '${name}' in ${this.#dir}.`)
    const type = mediaTypeOf(await headOf(path))
    if (type === undefined) throw new ApiProblem('wrong-content', `The file '${name}' is ${KINDS}.`)
    return this.#options.thumbnails.of({ path, type, name })
  }

  /** An issue, at its parameter, for every file that is not there; of very many files the first ones are looked for. */
  async missing(named: readonly NamedFile[]): Promise<GraphIssue[]> {
    const files = named.slice(0, MOST_ISSUES)
    const found = await Promise.all(files.map(async ({ name }) => this.#path(name)))
    return files
      .filter((_, index) => found[index] === undefined)
      .map(({ node, title, param, path, name }) => ({
        code: 'missing-file',
        path,
        node,
        message: `Parameter '${param}' of node '${node}' (${title}) names '${name}', which is not in the folder ${this.#dir} of this machine. Choose or drop the file again, or put it there.`,
      }))
  }

  get #dir(): string {
    const [dir] = this.#options.inputDirs
    if (dir === undefined) throw new TypeError('A server has an input folder.')
    return dir
  }

  /** Real path of a file in one of the folders; undefined where there is none. */
  async #path(name: string): Promise<string | undefined> {
    if (name.split(/[\\/]/).some((part) => part.startsWith('.'))) return undefined
    for (const dir of this.#options.inputDirs) {
      const path = await confinedPath(dir, name)
      if (path !== undefined) return path
    }
    return undefined
  }

  /** Gives a draft its name, unless its content is there already; returns the name. */
  async #named(
    draft: string,
    { name, digest, type }: { readonly name: string; readonly digest: string; readonly type: MediaType },
  ): Promise<string> {
    return this.#naming.run(async () => {
      const known = (await readdir(this.#dir)).find((other) => other.endsWith(contentEnding(digest, type)))
      if (known !== undefined) return known
      const chosen = storedName(name, digest, type)
      await rename(draft, join(this.#dir, chosen))
      return chosen
    })
  }
}

const KINDS = 'neither a picture (PNG, JPEG, WebP) nor a video (MP4, MOV, WebM, MKV, GIF)'

const noKind = ({ bytes }: ReceivedFile): ApiProblem =>
  new ApiProblem(
    'wrong-content',
    bytes === 0
      ? 'The file is empty: give a picture or a video.'
      : `The file is ${KINDS} by its content, whatever its name says: save it as one of these.`,
  )

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(64), position: 0 })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
