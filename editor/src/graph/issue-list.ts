import type { GraphIssue } from '@frameloom/graph'
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
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked: AbortController | undefined
  #answer: Promise<void> = Promise.resolve()

  constructor(graph: GraphStore) {
    this.#graph = graph
    graph.store.subscribe(({ document }, before) => {
      if (document === before.document) return
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#begin(), PAUSE)
    })
  }

  /** Asks the server now. Resolves when the document as it is by then is checked. */
  async check(): Promise<void> {
    const { document } = this.#graph
    await this.#begin()
    if (this.#graph.document !== document) await this.check()
  }

  /** A question that is still open is dropped. */
  async #begin(): Promise<void> {
    clearTimeout(this.#timer)
    this.#asked?.abort()
    this.#asked = new AbortController()
    this.#answer = this.#ask(this.#asked.signal)
    await this.#answer
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { document } = this.#graph
    try {
      const { issues } = await callRoute('validate', { body: { document } }, { signal })
      if (this.#graph.document === document) this.#set(issues)
    } catch (cause) {
      // What is asked instead is told to both.
      if (signal.aborted) await this.#answer
      // An unreachable server shows in the run bar; the issues of before stay.
      else if (!(cause instanceof TypeError)) throw cause
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
