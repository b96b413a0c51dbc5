import { canonicalJson, type GraphDocument, type NodeManifest } from '@frameloom/graph'
import type { RunView } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GraphStore } from '../graph/graph-store.js'
import { isActive, type ChannelState } from './channel-state.js'
import { fixedPart, type LiveValue, liveValues } from './live-changes.js'
import { afterExchange, exchangeFor, type LiveWires, liveWires } from './live-wires.js'
import type { RunChannel } from './run-channel.js'
import { type Sent, sentBy, sentExcept, unsent, valueKey } from './sent-state.js'
import type { UnsentEdits } from './unsent-edits.js'

/** Milliseconds between two changes on their way to the run; taking one wire off and putting another on is one change. */
const PACE = 200

export interface LiveSyncOptions {
  readonly graph: GraphStore
  readonly run: RunChannel
  readonly manifests: ReadonlyMap<string, NodeManifest>
  readonly edits: UnsentEdits
}

export interface LiveState {
  readonly restartNeeded: boolean
  /** What the run plays that this page watches, without the values that were changed since. */
  readonly played: GraphDocument | undefined
}

/**
 * Carries changes of live parameters and of wires into live inputs into the run that plays, wherever they come from (fields, the
 * mouse, undo, paste) and whenever they were made in this tab: what was changed while it loaded, stood still or was out of reach
 * follows once it plays. What the document has otherwise for another reason stays unsent: it may be older than what the run was
 * told from another window. Says when the graph has changes that only a new run takes over.
 */
export class LiveSync {
  readonly store: StoreApi<LiveState> = createStore(() => ({ restartNeeded: false, played: undefined }))
  readonly #options: LiveSyncOptions
  readonly #sent = new Map<string, string>()
  /** The run that `began`: no other is told anything. */
  #run: RunView['run'] | undefined
  #wires: LiveWires = new Map()
  /** The exchange that was refused last: not asked for again until it is another one. */
  #refused = ''
  #fixed = ''
  #waiting = false
  #keeping = false

  constructor(options: LiveSyncOptions) {
    this.#options = options
    const { graph, run } = options
    graph.store.subscribe(({ document }, before) => {
      if (document !== before.document) this.#changed(document)
    })
    run.store.subscribe((state, before) => {
      const other = state.view?.order !== before.view?.order || isActive(state.view) !== isActive(before.view)
      if (other || isPlaying(state) !== isPlaying(before)) this.#changed(graph.document)
    })
  }

  /** `run` was started in this tab with `document`: what the graph has beyond it is to follow. */
  began(run: RunView['run'], document: GraphDocument): void {
    this.#begin(run, document, sentBy(document, this.#options.manifests))
  }

  /**
   * The page watches `run`, which plays `played`, or will once it goes on. It is told what is changed from now on; the newest run of a
   * document also what was changed in this tab before and not sent.
   */
  follows(run: RunView['run'], played: GraphDocument, { isNewest }: { readonly isNewest: boolean }): void {
    const { edits, graph, manifests } = this.#options
    const { document } = graph
    const sent = isNewest
      ? sentExcept(edits.of(run), { document, played, manifests })
      : sentBy(document, this.#options.manifests)
    this.#begin(run, played, sent)
  }

  /** The graph has taken over a value from the run: it needs not be sent. */
  knows(value: LiveValue): void {
    this.#sent.set(valueKey(value), canonicalJson(value.value))
  }

  #begin(run: RunView['run'], played: GraphDocument, { values, wires }: Sent): void {
    const { graph } = this.#options
    this.#run = run
    this.#sent.clear()
    for (const [key, text] of values) this.#sent.set(key, text)
    this.#wires = wires
    this.#refused = ''
    this.#plays(played)
    this.#tellRestart(graph.document)
    this.#changed(graph.document)
  }

  #plays(played: GraphDocument): void {
    this.store.setState({ played })
    this.#fixed = fixedPart(played, this.#options.manifests)
  }

  /** Soon, and once for a drag. */
  #keepUnsent(): void {
    if (this.#keeping) return
    this.#keeping = true
    setTimeout(() => {
      this.#keeping = false
      const { graph, run, manifests, edits } = this.#options
      if (this.#run === undefined || run.view?.run !== this.#run) return
      edits.keep(this.#run, unsent(graph.document, { values: this.#sent, wires: this.#wires }, manifests))
    }, PACE)
  }

  #changed(document: GraphDocument): void {
    const { run } = this.#options
    if (run.view === undefined || run.view.run !== this.#run) return
    this.#keepUnsent()
    if (!isActive(run.view)) return
    if (this.#exchange(document) === undefined) this.#tellRestart(document)
    if (this.#waiting || !isPlaying(run.store.getState())) return
    this.#waiting = true
    setTimeout(() => void this.#carry(), PACE)
  }

  /** Sends what the graph has now; what changes until that is answered waits for the next turn. */
  async #carry(): Promise<void> {
    const { graph, run } = this.#options
    const { document } = graph
    const order = run.view?.order
    try {
      if (run.view?.run === this.#run && isPlaying(run.store.getState())) {
        await this.#sendWires(document)
        this.#sendValues(document)
      }
    } finally {
      this.#waiting = false
    }
    this.#keepUnsent()
    if (graph.document !== document || run.view?.order !== order) this.#changed(graph.document)
  }

  #sendValues(document: GraphDocument): void {
    const { graph, run, manifests } = this.#options
    if (graph.document !== document || run.view?.run !== this.#run) return
    const known = this.#known()
    for (const { node, param, value } of liveValues(document, manifests)) {
      const text = canonicalJson(value)
      const isSent = this.#sent.get(valueKey({ node, param })) === text
      if (known.has(node) && !isSent) void this.#sendValue({ node, param, value })
    }
  }

  /** A value that the connection lost is sent again once it is back; one that is refused is not. */
  async #sendValue(change: LiveValue): Promise<void> {
    const key = valueKey(change)
    const before = this.#sent.get(key)
    const text = canonicalJson(change.value)
    this.#sent.set(key, text)
    const answered = await this.#options.run.set(change)
    if (answered !== undefined || this.#sent.get(key) !== text) return
    if (before === undefined) this.#sent.delete(key)
    else this.#sent.set(key, before)
  }

  /** A refused exchange stays in the graph, for the next run. */
  async #sendWires(document: GraphDocument): Promise<void> {
    const { run, manifests } = this.#options
    const exchange = this.#exchange(document)
    if (exchange === undefined) return
    const text = JSON.stringify(exchange)
    if (text === this.#refused) return
    const to = this.#run
    const taken = await run.exchange(exchange)
    if (taken === undefined || this.#run !== to) return
    if (taken) {
      const added = new Set(exchange.nodes.map(({ id }) => id as string))
      for (const live of liveValues(document, manifests)) if (added.has(live.node)) this.knows(live)
      this.#wires = liveWires(document, manifests)
      const { played } = this.store.getState()
      if (played !== undefined) this.#plays(afterExchange(played, exchange))
    } else this.#refused = text
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

/** Can the run be told anything? One that loads has no nodes yet. */
const isPlaying = ({ connection, view }: ChannelState): boolean =>
  connection === 'live' && (view?.state === 'running' || view?.state === 'paused')
