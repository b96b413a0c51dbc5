import type { GraphDocument, GraphIssue } from '@frameloom/graph'
import { callRoute } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphStore } from './graph-store.js'

/** Milliseconds without a change before the document is checked. */
const PAUSE = 250

export interface Issues {
  readonly all: readonly GraphIssue[]
  readonly byNode: ReadonlyMap<string, readonly GraphIssue[]>
}

/** Everything that keeps the document on the canvas from running, as the server sees it. */
export class IssueList {
  readonly store: StoreApi<Issues> = createStore(() => ({ all: [], byNode: new Map() }))
  readonly #graph: GraphStore
  readonly #failed: (cause: unknown) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked: AbortController | undefined
  #checked: Promise<void> = Promise.resolve()

  /** `failed` is told why the server could not judge what nobody waits for. */
  constructor(graph: GraphStore, failed: (cause: unknown) => void) {
    this.#graph = graph
    this.#failed = failed
    graph.store.subscribe(({ document }, before) => {
      if (document === before.document) return
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.refresh(), PAUSE)
    })
  }

  /** Asks the server, and waits for nothing. */
  refresh(): void {
    this.check().catch(this.#failed)
  }

  /**
   * Asks the server now. Resolves when the issues are those of the document that is on the canvas by then: a question that is
   * still open is dropped, and whoever waits for it waits for the newer one.
   */
  check(): Promise<void> {
    clearTimeout(this.#timer)
    this.#asked?.abort()
    this.#asked = new AbortController()
    this.#checked = this.#ask(this.#asked.signal)
    return this.#checked
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { document } = this.#graph
    const issues = await this.#issuesOf(document, signal)
    if (signal.aborted) await this.#checked
    else if (this.#graph.document !== document) await this.check()
    else if (issues !== undefined) this.#set(issues)
  }

  async #issuesOf(document: GraphDocument, signal: AbortSignal): Promise<readonly GraphIssue[] | undefined> {
    try {
      return (await callRoute('validate', { body: { document } }, { signal })).issues
    } catch (cause) {
      // An unreachable server shows in the run bar; the issues of before stay.
      if (signal.aborted || cause instanceof TypeError) return undefined
      throw cause
    }
  }

  #set(all: readonly GraphIssue[]): void {
    const byNode = new Map<string, GraphIssue[]>()
    for (const issue of all) {
      for (const node of issue.nodes ?? (issue.node === undefined ? [] : [issue.node])) {
        byNode.set(node, [...(byNode.get(node) ?? []), issue])
      }
    }
    this.store.setState({ all, byNode })
  }
}

/** The parameter that an issue is about, from its path `/nodes/2/params/rate`. */
export const paramOf = ({ path }: GraphIssue): string | undefined => /^\/nodes\/\d+\/params\/([^/]+)/.exec(path)?.[1]
