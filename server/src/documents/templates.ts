import { readdir, readFile } from 'node:fs/promises'
import { type GraphDocument, loadDocument } from '@frameloom/graph'
import type { TemplateSummary } from '@frameloom/protocol'
import { ApiProblem } from '../api-problem.js'
import { confinedPath, isMissing } from '../files/confined-path.js'

/** The examples that new documents may start from: `<folder>/<id>/<id>.frameloom.json`. Read anew each time: few, and small. */
export class Templates {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** By id, which puts the one to begin with first. What cannot be read is left out. */
  async list(): Promise<TemplateSummary[]> {
    const found = await Promise.all((await this.#ids()).map(async (id) => ({ id, document: await this.#opened(id) })))
    return found
      .filter((template): template is { id: string; document: GraphDocument } => template.document !== undefined)
      .map(({ id, document: { meta } }) => ({
        id,
        title: meta?.title ?? id,
        description: meta?.description ?? '',
        tags: meta?.tags ?? [],
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** @throws ApiProblem not-found */
  async read(id: string): Promise<GraphDocument> {
    const document = /^[a-z0-9-]{1,64}$/.test(id) ? await this.#opened(id) : undefined
    if (document === undefined) {
      throw new ApiProblem('not-found', `There is no example '${id}': choose one in the library.`)
    }
    return document
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.#root)).filter((id) => /^[a-z0-9-]{1,64}$/.test(id))
    } catch (cause) {
      if (isMissing(cause)) return []
      throw cause
    }
  }

  async #opened(id: string): Promise<GraphDocument | undefined> {
    const path = await confinedPath(this.#root, id, `${id}.frameloom.json`)
    if (path === undefined) return undefined
    const loaded = loadDocument(await readFile(path, 'utf8'))
    return loaded.ok ? loaded.document : undefined
  }
}
