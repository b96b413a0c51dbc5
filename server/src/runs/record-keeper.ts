import type { RunFiles, RunRecord } from './run-files.js'

/** Writes the newest record of a run to disk, one write at a time; records that were overtaken are skipped. */
export class RecordKeeper {
  readonly #files: RunFiles
  readonly #onFailure: (cause: unknown) => void
  #next: RunRecord | undefined
  #writing: Promise<void> | undefined

  constructor(files: RunFiles, onFailure: (cause: unknown) => void) {
    this.#files = files
    this.#onFailure = onFailure
  }

  keep(record: RunRecord): void {
    this.#next = record
    this.#writing ??= this.#write()
  }

  /** Resolves when the newest record is on disk. */
  async settled(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    for (let record = this.#next; record !== undefined; record = this.#next) {
      this.#next = undefined
      try {
        await this.#files.save(record)
      } catch (cause) {
        this.#onFailure(cause)
      }
    }
    this.#writing = undefined
  }
}
