import { canonicalJson, type GraphDocument, type NodeManifest } from '@frameloom/graph'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphStore } from '../graph/graph-store.js'
import { fixedPart, liveValues } from './live-changes.js'
import { exchangeFor, type LiveWires, liveWires } from './live-wires.js'
import type { RunChannel } from './run-channel.js'
import { isActive } from './run-state.js'

/** Milliseconds between two changes on their way to the run; taking one wire off and putting another on is one change. */
const PACE = 200

export interface LiveSyncOptions {
  readonly graph: GraphStore
  readonly run: RunChannel
  readonly manifests: ReadonlyMap<string, NodeManifest>
}

/**
 * Carries changes of live parameters and of wires into live inputs into the run that plays, wherever they come from (fields, the
 * mouse, undo, paste), and says when the graph has changes that only a new run takes over.
 */
export class LiveSync {
  readonly store: StoreApi<{ readonly restartNeeded: boolean }> = createStore(() => ({ restartNeeded: false }))
  readonly #options: LiveSyncOptions
  readonly #sent = new Map<string, string>()
  #wires: LiveWires = new Map()
  /** The exchange that was refused last: not asked for again until it is another one. */
  #refused = ''
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
    this.#wires = liveWires(document, this.#options.manifests)
    this.#refused = ''
    this.#fixed = fixedPart(document, this.#options.manifests)
    this.store.setState({ restartNeeded: false })
  }

  #changed(document: GraphDocument): void {
    if (!isActive(this.#options.run.view)) return
    if (this.#exchange(document) === undefined) this.#tellRestart(document)
    if (this.#waiting) return
    this.#waiting = true
    setTimeout(() => void this.#carry(), PACE)
  }

  /** Sends what the graph has now; what changes until that is answered waits for the next turn. */
  async #carry(): Promise<void> {
    const { graph } = this.#options
    const { document } = graph
    try {
      await this.#sendWires(document)
      this.#sendValues(document)
    } finally {
      this.#waiting = false
    }
    if (graph.document !== document) this.#changed(graph.document)
  }

  #sendValues(document: GraphDocument): void {
    const { run, manifests } = this.#options
    const known = this.#known()
    for (const { node, param, value } of liveValues(document, manifests)) {
      const text = canonicalJson(value)
      if (!known.has(node) || this.#sent.get(keyOf(node, param)) === text) continue
      this.#sent.set(keyOf(node, param), text)
      void run.set({ node, param, value })
    }
  }

  /** A refused exchange stays in the graph, for the next run. */
  async #sendWires(document: GraphDocument): Promise<void> {
    const { run, manifests } = this.#options
    const exchange = this.#exchange(document)
    if (exchange === undefined) return
    const text = JSON.stringify(exchange)
    if (text === this.#refused) return
    if (!(await run.exchange(exchange))) {
      this.#refused = text
      this.#tellRestart(document)
      return
    }
    const brought = new Set(exchange.nodes.map(({ id }) => id as string))
    for (const { node, param, value } of liveValues(document, manifests)) {
      if (brought.has(node)) this.#sent.set(keyOf(node, param), canonicalJson(value))
    }
    this.#wires = liveWires(document, manifests)
    this.#fixed = fixedPart(document, manifests)
    this.#tellRestart(document)
  }

  #exchange(document: GraphDocument) {
    return exchangeFor(document, this.#options.manifests, { sent: this.#wires, known: this.#known() })
  }

  #tellRestart(document: GraphDocument): void {
    this.store.setState({ restartNeeded: fixedPart(document, this.#options.manifests) !== this.#fixed })
  }

  #known(): ReadonlySet<string> {
    return new Set(this.#options.run.view?.order.map(String))
  }
}

const keyOf = (node: string, param: string): string => JSON.stringify([node, param])
