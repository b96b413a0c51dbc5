import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type GraphDocument, loadDocument, saveDocument } from '@frameloom/graph'
import type { DocumentSummary, SavedDocument } from '@frameloom/protocol'
import { SerialQueue } from '@frameloom/serial-queue'
import { ApiProblem, refusedFor } from '../api-problem.js'
import { diskFull, writeAtomically } from '../files/atomic-file.js'
import { confinedPath, isMissing } from '../files/confined-path.js'

/** Saves of a document that are kept. */
const KEPT_REVISIONS = 20

const ID = /^[a-z0-9-]{1,64}$/
const FILE = /^(\d{1,9})\.frameloom\.json$/
/** A revision that is being written: see `writeAtomically`. */
const DRAFT = /^\d{1,9}\.frameloom\.json\..*\.draft$/

/**
 * Documents as files: a folder each, a file per kept revision, the highest number the newest. Every file is an ordinary
 * document that the command line opens too.
 */
export class DocumentLibrary {
  readonly #root: string
  readonly #changes = new SerialQueue()
  /** By file path: what lists show, as long as the file is there. */
  readonly #summaries = new Map<string, DocumentSummary>()

  /** @param root an existing folder */
  constructor(root: string) {
    this.#root = root
  }

  /** Removes what saves left that a server before this one did not finish. */
  async open(): Promise<void> {
    for (const id of (await readdir(this.#root)).filter((name) => ID.test(name))) {
      const drafts = (await this.#names(id)).filter((name) => DRAFT.test(name))
      await Promise.all(drafts.map(async (name) => rm(join(this.#root, id, name), { force: true })))
    }
  }

  /** The last saved first. What cannot be read is left out. */
  async list(): Promise<DocumentSummary[]> {
    const ids = (await readdir(this.#root)).filter((id) => ID.test(id))
    const found = await Promise.all(ids.map(async (id) => this.#summaryOf(id)))
    return found.filter((summary) => summary !== undefined).sort((a, b) => b.savedAt - a.savedAt)
  }

  /** @throws ApiProblem not-found */
  async read(id: string, revision?: number): Promise<SavedDocument> {
    const newest = revision ?? (await this.#revisions(id)).at(-1)
    const path = newest === undefined ? undefined : await confinedPath(this.#root, id, fileName(newest))
    if (newest === undefined || path === undefined) throw notFound(id, revision)
    return this.#opened(path, { id, revision: newest })
  }

  /** @throws ApiProblem refused, disk-full */
  async create(input: unknown): Promise<SavedDocument> {
    const document = asDocument(input)
    const id = `d-${randomUUID()}`
    const folder = join(this.#root, id)
    try {
      await mkdir(folder)
      return await this.#write(document, { id, revision: 1 })
    } catch (cause) {
      await rm(folder, { recursive: true, force: true })
      throw diskFull(cause) ?? cause
    }
  }

  /**
   * @param revision the one that the document was made from
   * @throws ApiProblem not-found, stale-revision, refused, disk-full
   */
  async save(id: string, input: unknown, revision: number): Promise<DocumentSummary> {
    const document = asDocument(input)
    return this.#changes.run(async () => {
      const kept = await this.#revisions(id)
      const newest = kept.at(-1)
      if (newest === undefined) throw notFound(id)
      if (newest !== revision) {
        const message = `The document was saved elsewhere: it has revision ${newest}, and yours was made from ${revision}. Reload it, or save yours as a copy.`
        throw new ApiProblem('stale-revision', message, { revision: newest })
      }
      const { document: _document, ...summary } = await this.#write(document, { id, revision: newest + 1 })
      for (const old of kept.slice(0, Math.max(0, kept.length + 1 - KEPT_REVISIONS))) {
        await rm(join(this.#root, id, fileName(old)), { force: true })
      }
      return summary
    })
  }

  /** @throws ApiProblem not-found */
  async remove(id: string): Promise<void> {
    await this.#changes.run(async () => {
      if ((await this.#revisions(id)).length === 0) throw notFound(id)
      await rm(join(this.#root, id), { recursive: true })
    })
  }

  /** The newest first. @throws ApiProblem not-found */
  async revisions(id: string): Promise<{ revision: number; savedAt: number }[]> {
    const kept = await this.#revisions(id)
    if (kept.length === 0) throw notFound(id)
    const facts = kept.map(async (revision) => ({
      revision,
      savedAt: (await stat(join(this.#root, id, fileName(revision)))).mtimeMs,
    }))
    return (await Promise.all(facts)).toReversed()
  }

  /** Numbers of the kept revisions, the newest last; none where there is no such document. */
  async #revisions(id: string): Promise<number[]> {
    const numbers = (await this.#names(id)).map((name) => Number(FILE.exec(name)?.[1]))
    return numbers.filter((number) => number > 0).sort((a, b) => a - b)
  }

  /** Names of the files of a document; none where there is no such document. */
  async #names(id: string): Promise<string[]> {
    const folder = ID.test(id) ? await confinedPath(this.#root, id) : undefined
    if (folder === undefined) return []
    try {
      return await readdir(folder)
    } catch (cause) {
      if (isMissing(cause)) return []
      throw cause
    }
  }

  async #summaryOf(id: string): Promise<DocumentSummary | undefined> {
    const revision = (await this.#revisions(id)).at(-1)
    const path = revision === undefined ? undefined : await confinedPath(this.#root, id, fileName(revision))
    if (revision === undefined || path === undefined) return undefined
    const known = this.#summaries.get(path)
    if (known !== undefined) return known
    try {
      const { document: _document, ...summary } = await this.#opened(path, { id, revision })
      return summary
    } catch (cause) {
      if (cause instanceof ApiProblem) return undefined
      throw cause
    }
  }

  async #opened(path: string, place: { readonly id: string; readonly revision: number }): Promise<SavedDocument> {
    try {
      const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
      const loaded = loadDocument(text)
      if (!loaded.ok) throw refusedFor(loaded.issues, `The file ${path} is no longer a document`)
      return this.#remembered(path, {
        ...place,
        ...faceOf(loaded.document),
        savedAt: mtimeMs,
        document: loaded.document,
      })
    } catch (cause) {
      if (isMissing(cause)) throw notFound(place.id, place.revision)
      throw cause
    }
  }

  async #write(document: GraphDocument, place: { readonly id: string; readonly revision: number }) {
    const path = join(this.#root, place.id, fileName(place.revision))
    await writeAtomically(path, saveDocument(document))
    const saved = { ...place, ...faceOf(document), savedAt: (await stat(path)).mtimeMs, document }
    return this.#remembered(path, saved)
  }

  #remembered(path: string, saved: SavedDocument): SavedDocument {
    const { document: _document, ...summary } = saved
    if (this.#summaries.size > 10_000) this.#summaries.clear()
    this.#summaries.set(path, summary)
    return saved
  }
}

const fileName = (revision: number): string => `${revision}.frameloom.json`

const faceOf = ({ meta, nodes }: GraphDocument) => ({ title: meta?.title ?? 'Untitled', nodes: nodes.length })

const notFound = (id: string, revision?: number): ApiProblem =>
  new ApiProblem(
    'not-found',
    revision === undefined
      ? `There is no document '${id}' in the library: it may have been deleted. Save what you have as a new document, or open another one.`
      : `Document '${id}' no longer has revision ${revision}; only the last ${KEPT_REVISIONS} are kept.`,
  )

/** A document need not be able to run, but it must be one: what cannot be loaded again is not saved. */
function asDocument(input: unknown): GraphDocument {
  const loaded = loadDocument(JSON.stringify(input) ?? '')
  if (!loaded.ok) throw refusedFor(loaded.issues, 'The document cannot be saved')
  return loaded.document
}
