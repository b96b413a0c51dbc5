import type { GraphDocument } from '@frameloom/graph'
import {
  ApiFailure,
  callRoute,
  type DocumentSummary,
  type RouteReply,
  type Routes,
  type TemplateSummary,
} from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { SerialQueue } from '@frameloom/serial-queue'
import type { GraphStore } from '../graph/graph-store.js'
import { UnsavedDocument } from './unsaved-document.js'

/** `conflict`: somebody saved the document meanwhile. `failed`: `problem` says why. */
export type SaveState = 'unsaved' | 'saving' | 'saved' | 'failed' | 'conflict'

export interface LibraryLists {
  readonly documents: readonly DocumentSummary[]
  readonly templates: readonly TemplateSummary[]
}

export interface LibraryState extends LibraryLists {
  /** What is on the canvas, where it is in the library. */
  readonly current: Pick<DocumentSummary, 'id' | 'revision'> | undefined
  readonly saving: SaveState
  readonly problem: string | undefined
}

/** What is to come onto the canvas, and where in the library it is. */
interface Opened {
  readonly document: GraphDocument
  readonly current: LibraryState['current']
}

/** A document as the server gives it. */
export type ReadDocument = RouteReply<Routes['readDocument']>

/** Asks the server what there is. */
export async function askLists(): Promise<LibraryLists> {
  const [{ documents }, { templates }] = await Promise.all([
    callRoute('listDocuments', {}),
    callRoute('listTemplates', {}),
  ])
  return { documents, templates }
}

/** Milliseconds without a change before the document is saved by itself. */
const AUTOSAVE = 1200

/**
 * Documents on the server: what there is, what is open, and whether it is saved. Saving and opening wait for each other, so
 * that no document is saved in the place of another, and what cannot be saved stays on the canvas.
 */
export class Library {
  readonly store: StoreApi<LibraryState> = createStore(() => ({
    documents: [],
    templates: [],
    current: undefined,
    saving: 'saved' as const,
    problem: undefined,
  }))
  readonly #graph: GraphStore
  readonly #queue = new SerialQueue()
  #saved: GraphDocument
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(graph: GraphStore) {
    this.#graph = graph
    this.#saved = graph.document
    graph.store.subscribe(({ document }, before) => {
      if (document !== before.document && this.store.getState().saving !== 'conflict') this.#compare()
    })
  }

  /** Whether nothing on the canvas would be lost. */
  get isSaved(): boolean {
    return this.#graph.document === this.#saved
  }

  async refresh(lists = askLists()): Promise<void> {
    const { documents, templates } = await lists
    this.store.setState({ documents, templates })
  }

  /** @throws UnsavedDocument */
  async openDocument(id: string): Promise<void> {
    await this.#next(() => this.#leaveFor(() => this.#read(id)))
  }

  /** Opens a document that was just read. @throws UnsavedDocument */
  async openRead({ id, document, revision }: ReadDocument): Promise<void> {
    await this.#next(() => this.#leaveFor(() => ({ document, current: { id, revision } })))
  }

  /** Throws away what is not saved and opens the newest revision. */
  async reload(id: string): Promise<void> {
    await this.#next(async () => this.#show(await this.#read(id)))
  }

  /** Opens an example by its id. @throws UnsavedDocument */
  async openTemplate(id: string): Promise<void> {
    const read = async () => {
      const { document } = await callRoute('readTemplate', { params: { id } })
      return { document, current: undefined }
    }
    await this.#next(() => this.#leaveFor(read))
  }

  /** Shows an example; it enters the library with its first change. */
  openExample(document: GraphDocument): void {
    this.#show({ document, current: undefined })
  }

  /** Opens a document that is in no library yet, and saves it. @throws UnsavedDocument */
  async openCopy(document: GraphDocument): Promise<void> {
    await this.#next(async () => {
      await this.#leaveFor(() => ({ document, current: undefined }))
      this.#saved = { ...document }
      await this.#saveNow({})
    })
  }

  /** Saves what is not saved yet. @returns whether all that is on the canvas is saved now; `problem` says why not */
  async save(options: { readonly asNew?: boolean; readonly always?: boolean } = {}): Promise<boolean> {
    await this.#next(() => this.#saveNow(options))
    return this.isSaved
  }

  /** Puts what was saved last back on the canvas. */
  discard(): void {
    this.#show({ document: this.#saved, current: this.store.getState().current })
  }

  /** Deletes a document. @returns how to bring it back as a document of its own, without its earlier revisions */
  async remove(id: string): Promise<() => Promise<void>> {
    const { document } = await callRoute('readDocument', { params: { id } })
    await callRoute('deleteDocument', { params: { id } })
    this.store.setState(({ documents }) => ({ documents: documents.filter((other) => other.id !== id) }))
    const { opened } = this.#graph.store.getState()
    const wasOpen = this.store.getState().current?.id === id
    if (wasOpen) this.store.setState({ current: undefined, saving: 'unsaved' })
    return async () => {
      const saved = await callRoute('createDocument', { body: { document } })
      this.#list(saved)
      const isStillShown = this.#graph.store.getState().opened === opened
      if (!wasOpen || !isStillShown || this.store.getState().current !== undefined) return
      this.store.setState({ current: { id: saved.id, revision: saved.revision } })
      this.#compare()
    }
  }

  /** Does one thing after the other; a failure is the caller's alone. */
  async #next(task: () => Promise<unknown>): Promise<void> {
    clearTimeout(this.#timer)
    await this.#queue.run(task)
  }

  /** Puts something else on the canvas once all that is there is saved, also what is changed while that is read. */
  async #leaveFor(read: () => Opened | Promise<Opened>): Promise<void> {
    for (;;) {
      if (!(await this.#saveNow({}))) throw new UnsavedDocument(this.store.getState().problem)
      const opened = await read()
      // At once: from here on nothing can be changed that is not saved.
      if (this.isSaved) return this.#show(opened)
    }
  }

  async #read(id: string): Promise<Opened> {
    const { document, revision } = await callRoute('readDocument', { params: { id } })
    return { document, current: { id, revision } }
  }

  #show({ document, current }: Opened): void {
    this.#saved = document
    this.store.setState({ current, saving: 'saved', problem: undefined })
    this.#graph.open(document)
  }

  /** Tells whether the canvas is saved, and sees to it that it will be. */
  #compare(): void {
    clearTimeout(this.#timer)
    if (this.isSaved) return this.store.setState({ saving: 'saved', problem: undefined })
    this.store.setState({ saving: 'unsaved' })
    this.#timer = setTimeout(() => void this.save(), AUTOSAVE)
  }

  #list(saved: DocumentSummary): void {
    const { id, title, revision, savedAt, nodes } = saved
    const others = this.store.getState().documents.filter((other) => other.id !== id)
    this.store.setState({ documents: [{ id, title, revision, savedAt, nodes }, ...others] })
  }

  /** Saves what is on the canvas now. @returns whether that is saved; it may have been changed since */
  async #saveNow({ asNew = false, always = false }: { asNew?: boolean; always?: boolean }): Promise<boolean> {
    const document = this.#graph.document
    const { current } = this.store.getState()
    const needed = document !== this.#saved || asNew || (always && current === undefined)
    if (!needed) return true
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
      this.store.setState({ current: { id: saved.id, revision: saved.revision }, problem: undefined })
      this.#list(saved)
      this.#compare()
      return true
    } catch (cause) {
      const conflict = cause instanceof ApiFailure && cause.error.code === 'stale-revision'
      const problem = cause instanceof Error ? cause.message : String(cause)
      this.store.setState({ saving: conflict ? 'conflict' : 'failed', problem })
      return false
    }
  }
}
