import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RunId } from '@frameloom/graph'
import { checkpointChunk } from '@frameloom/host'
import { diskFull, writeAtomically } from '../files/atomic-file.js'
import { confinedPath, isMissing } from '../files/confined-path.js'
import { lockHolder } from '../files/process-lock.js'
import { type RunFiles, type RunPlaces, type RunRecord, runRecord } from './run-files.js'

const ID = /^[a-z0-9-]{1,64}$/
/** A run that is being removed. */
const REMOVED = /^\.[a-z0-9-]{1,64}\.removed$/
/** Written in part: `writeAtomically` and `writeCheckpoint` give the file its name when it is whole. */
const UNFINISHED = /^(run\.json\..*\.draft|\.checkpoint\.safetensors\..*\.tmp)$/
/** The same among what nodes write: a video or what lies beside it, which `openVideo` writes anew. */
const UNFINISHED_FILE = /\.part$/

/** Runs as folders: `run.json`, `checkpoint.safetensors`, `lock.json`, and in `files` what its nodes write. */
export class RunFolders implements RunFiles {
  readonly #root: string
  readonly #onDamaged: (folder: string, cause: unknown) => void

  /** @param root an existing folder */
  constructor(root: string, onDamaged: (folder: string, cause: unknown) => void) {
    this.#root = root
    this.#onDamaged = onDamaged
  }

  async list(): Promise<RunRecord[]> {
    const all = await readdir(this.#root)
    await Promise.all(all.filter((name) => REMOVED.test(name)).map(async (name) => this.#clear(join(this.#root, name))))
    const names = all.filter((name) => ID.test(name))
    const records = await Promise.all(names.map(async (name) => this.#read(name)))
    return records.filter((record) => record !== undefined)
  }

  async create(record: RunRecord): Promise<void> {
    const { run } = record.view
    try {
      // One by one: made at once, a full disk is told as a folder that is missing.
      await mkdir(this.#folder(run))
      await mkdir(this.places(run).outDir)
      await this.save(record)
    } catch (cause) {
      await this.#clear(this.#folder(run))
      throw diskFull(cause) ?? cause
    }
  }

  async save(record: RunRecord): Promise<void> {
    await writeAtomically(join(this.#folder(record.view.run), 'run.json'), JSON.stringify(record))
  }

  places(run: RunId): RunPlaces {
    const folder = this.#folder(run)
    return {
      outDir: join(folder, 'files'),
      checkpoint: join(folder, 'checkpoint.safetensors'),
      lock: join(folder, 'lock.json'),
    }
  }

  async worker(run: RunId): Promise<number | undefined> {
    return lockHolder(this.places(run).lock)
  }

  async checkpoint(run: RunId): Promise<number | undefined> {
    const { checkpoint } = this.places(run)
    try {
      return await checkpointChunk(checkpoint)
    } catch (cause) {
      const missing = cause instanceof Error && isMissing(cause.cause)
      if (!missing) this.#onDamaged(checkpoint, cause)
      return undefined
    }
  }

  async dropCheckpoint(run: RunId): Promise<void> {
    await rm(this.places(run).checkpoint, { force: true })
  }

  async tidy(run: RunId): Promise<void> {
    await removeFrom(this.#folder(run), UNFINISHED)
    await removeFrom(this.places(run).outDir, UNFINISHED_FILE)
  }

  async file(run: RunId, name: string): Promise<string | undefined> {
    if (basename(name) !== name || name === '') return undefined
    return confinedPath(this.places(run).outDir, name)
  }

  async remove(run: RunId): Promise<void> {
    const removed = join(this.#root, `.${run}.removed`)
    try {
      await rename(this.#folder(run), removed)
    } catch (cause) {
      if (!isMissing(cause)) throw cause
    }
    await this.#clear(removed)
  }

  /** Removes a folder that is no run any more; what is left of it goes when the next server opens. */
  async #clear(folder: string): Promise<void> {
    try {
      await rm(folder, { recursive: true, force: true })
    } catch (cause) {
      this.#onDamaged(folder, cause)
    }
  }

  #folder(run: RunId): string {
    if (!ID.test(run)) throw new TypeError(`'${run}' is not the id of a run.`)
    return join(this.#root, run)
  }

  async #read(name: string): Promise<RunRecord | undefined> {
    try {
      const record = runRecord.parse(JSON.parse(await readFile(join(this.#root, name, 'run.json'), 'utf8')))
      if (record.view.run !== name) throw new Error(`It is the record of run '${record.view.run}'.`)
      return record
    } catch (cause) {
      this.#onDamaged(join(this.#root, name), cause)
      return undefined
    }
  }
}

async function removeFrom(folder: string, names: RegExp): Promise<void> {
  const all = await readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw cause
  })
  const found = all.filter((name) => names.test(name))
  await Promise.all(found.map(async (name) => rm(join(folder, name), { force: true })))
}
