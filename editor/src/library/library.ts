import type { GraphDocument } from '@frameloom/graph'
import { ApiFailure, callRoute, type DocumentSummary, type TemplateSummary } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphStore } from '../graph/graph-store.js'

/** `conflict`: somebody saved the document meanwhile. `failed`: `problem` says why. */
export type SaveState = 'unsaved' | 'saving' | 'saved' | 'failed' | 'conflict'

export interface LibraryState {
  readonly documents: readonly DocumentSummary[]
  readonly templates: readonly TemplateSummary[]
  /** What is on the canvas, where it is in the library. */
  readonly current: Pick<DocumentSummary, 'id' | 'revision'> | undefined
  readonly saving: SaveState
  readonly problem: string | undefined
}

/** Milliseconds without a change before the document is saved by itself. */
const AUTOSAVE = 1200

/** Documents on the server: what there is, what is open, and whether it is saved. */
export class Library {
  readonly store: StoreApi<LibraryState> = createStore(() => ({
    documents: [],
    templates: [],
    current: undefined,
    saving: 'saved' as const,
    problem: undefined,
  }))
  readonly #graph: GraphStore
  #saved: GraphDocument
  #timer: ReturnType<typeof setTimeout> | undefined
  #busy: Promise<void> = Promise.resolve()

  constructor(graph: GraphStore) {
    this.#graph = graph
    this.#saved = graph.document
    graph.store.subscribe(({ document }, before) => {
      if (document === before.document) return
      if (document === this.#saved) return this.store.setState({ saving: 'saved' })
      if (this.store.getState().saving === 'conflict') return
      this.store.setState({ saving: 'unsaved' })
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.save(), AUTOSAVE)
    })
  }

  async refresh(): Promise<void> {
    const [{ documents }, { templates }] = await Promise.all([
      callRoute('listDocuments', {}),
      callRoute('listTemplates', {}),
    ])
    this.store.setState({ documents, templates })
  }

  async openDocument(id: string): Promise<void> {
    await this.save()
    await this.reload(id)
  }

  /** Throws away what is not saved and opens the newest revision. */
  async reload(id: string): Promise<void> {
    const { document, revision } = await callRoute('readDocument', { params: { id } })
    this.#show(document, { id, revision })
  }

  /** Opens an example by its id. */
  async openTemplate(id: string): Promise<void> {
    await this.save()
    this.openExample((await callRoute('readTemplate', { params: { id } })).document)
  }

  /** Shows an example; it enters the library with its first change. */
  openExample(document: GraphDocument): void {
    this.#show(document, undefined)
  }

  /** A document that is in no library yet. */
  openCopy(document: GraphDocument): void {
    this.#show(document, undefined)
    this.#saved = { ...document }
    this.store.setState({ saving: 'unsaved' })
    void this.save()
  }

  /** Saves what is not saved yet; resolves when that is done or has failed. */
  async save(options: { readonly asNew?: boolean; readonly always?: boolean } = {}): Promise<void> {
    clearTimeout(this.#timer)
    this.#busy = this.#busy.then(() => this.#saveNow(options))
    await this.#busy
  }

  async remove(id: string): Promise<void> {
    await callRoute('deleteDocument', { params: { id } })
    if (this.store.getState().current?.id === id) this.store.setState({ current: undefined, saving: 'unsaved' })
    await this.refresh()
  }

  #show(document: GraphDocument, current: LibraryState['current']): void {
    this.#saved = document
    this.store.setState({ current, saving: 'saved', problem: undefined })
    this.#graph.open(document)
  }

  async #saveNow({ asNew = false, always = false }: { asNew?: boolean; always?: boolean }): Promise<void> {
    const document = this.#graph.document
    const { current } = this.store.getState()
    const needed = document !== this.#saved || asNew || (always && current === undefined)
    if (!needed) return
    this.store.setState({ saving: 'saving' })
    try {
      const saved =
        current === undefined || asNew
          ? await callRoute('createDocument', { body: { document } })
          : await callRoute('saveDocument', {
              params: { id: current.id },
              body: { document, revision: current.revision },
            })
      this.#saved = document
      const saving = this.#graph.document === document ? 'saved' : 'unsaved'
      this.store.setState({ current: { id: saved.id, revision: saved.revision }, saving, problem: undefined })
      await this.refresh()
    } catch (cause) {
      const conflict = cause instanceof ApiFailure && cause.error.code === 'stale-revision'
      const problem = cause instanceof Error ? cause.message : String(cause)
      this.store.setState({ saving: conflict ? 'conflict' : 'failed', problem })
    }
  }
}
