import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RunId } from '@frameloom/graph'
import { writeAtomically } from '../files/atomic-file.js'
import { confinedPath } from '../files/confined-path.js'
import { type RunFiles, type RunPlaces, type RunRecord, runRecord } from './run-files.js'

const ID = /^[a-z0-9-]{1,64}$/

/** Runs as folders: `run.json`, `checkpoint.safetensors`, and in `files` what its nodes write. */
export class RunFolders implements RunFiles {
  readonly #root: string
  readonly #onDamaged: (folder: string, cause: unknown) => void

  /** @param root an existing folder */
  constructor(root: string, onDamaged: (folder: string, cause: unknown) => void) {
    this.#root = root
    this.#onDamaged = onDamaged
  }

  async list(): Promise<RunRecord[]> {
    const names = (await readdir(this.#root)).filter((name) => ID.test(name))
    const records = await Promise.all(names.map(async (name) => this.#read(name)))
    return records.filter((record) => record !== undefined)
  }

  async create(record: RunRecord): Promise<void> {
    await mkdir(this.places(record.view.run).outDir, { recursive: true })
    await this.save(record)
  }

  async save(record: RunRecord): Promise<void> {
    await writeAtomically(join(this.#folder(record.view.run), 'run.json'), JSON.stringify(record))
  }

  places(run: RunId): RunPlaces {
    const folder = this.#folder(run)
    return { outDir: join(folder, 'files'), checkpoint: join(folder, 'checkpoint.safetensors') }
  }

  async file(run: RunId, name: string): Promise<string | undefined> {
    if (basename(name) !== name || name === '') return undefined
    return confinedPath(this.places(run).outDir, name)
  }

  async remove(run: RunId): Promise<void> {
    await rm(this.#folder(run), { recursive: true, force: true })
  }

  #folder(run: RunId): string {
    if (!ID.test(run)) throw new TypeError(`'${run}' is no id of a run.`)
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
