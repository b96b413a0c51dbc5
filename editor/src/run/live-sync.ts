import { canonicalJson, type GraphDocument, type NodeManifest } from '@frameloom/graph'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphStore } from '../graph/graph-store.js'
import { fixedPart, liveValues } from './live-changes.js'
import type { RunChannel } from './run-channel.js'
import { isActive } from './run-state.js'

/** Milliseconds between two values of one parameter on their way to the run. */
const PACE = 200

export interface LiveSyncOptions {
  readonly graph: GraphStore
  readonly run: RunChannel
  readonly manifests: ReadonlyMap<string, NodeManifest>
}

/**
 * Carries changes of live parameters into the run that plays, wherever they come from (fields, undo, paste), and says
 * when the graph has changes that only a new run takes over.
 */
export class LiveSync {
  readonly store: StoreApi<{ readonly restartNeeded: boolean }> = createStore(() => ({ restartNeeded: false }))
  readonly #options: LiveSyncOptions
  readonly #sent = new Map<string, string>()
  #fixed = ''
  #waiting = false

  constructor(options: LiveSyncOptions) {
    this.#options = options
    options.graph.store.subscribe(({ document }, before) => {
      if (document !== before.document) this.#changed(document)
    })
  }

  /** The run plays this document as it is now. */
  began(document: GraphDocument): void {
    this.#sent.clear()
    for (const { node, param, value } of liveValues(document, this.#options.manifests)) {
      this.#sent.set(keyOf(node, param), canonicalJson(value))
    }
    this.#fixed = fixedPart(document, this.#options.manifests)
    this.store.setState({ restartNeeded: false })
  }

  #changed(document: GraphDocument): void {
    if (!isActive(this.#options.run.view)) return
    this.store.setState({ restartNeeded: fixedPart(document, this.#options.manifests) !== this.#fixed })
    if (this.#waiting) return
    this.#waiting = true
    setTimeout(() => {
      this.#waiting = false
      this.#send()
    }, PACE)
  }

  #send(): void {
    const { graph, run, manifests } = this.#options
    const known = new Set(run.view?.order.map(String))
    for (const { node, param, value } of liveValues(graph.document, manifests)) {
      const text = canonicalJson(value)
      if (!known.has(node) || this.#sent.get(keyOf(node, param)) === text) continue
      this.#sent.set(keyOf(node, param), text)
      void run.set({ node, param, value })
    }
  }
}

const keyOf = (node: string, param: string): string => JSON.stringify([node, param])
