import {
  type Checked,
  type Exchange,
  type GraphNode,
  hasStream,
  type JsonObject,
  lateValues,
  type LiveReview,
  type NodeId,
  type ParamChange,
  type PortRef,
  rewired,
  takesChanges,
  type Wire,
} from '@frameloom/graph'
import { SerialQueue } from '@frameloom/serial-queue'
import { applyChanges } from './apply-changes.js'
import { entriesNotIn } from './entries-not-in.js'
import { type Epoch, Epochs } from './epochs.js'
import { planExchange } from './exchange-plan.js'
import type { AnyValues } from './node-context.js'
import { nodeFailure } from './node-failure.js'
import type { Held, NodeValues } from './node-values.js'
import type { Lease } from './output-store.js'
import { type Computing, discard, recomputed } from './recompute.js'
import { refusedBy, unrefused } from './refused-change.js'
import type { RunContext } from './run-context.js'
import { releaseAll } from './scope.js'
import { Upcoming } from './upcoming.js'

const NOTHING_CHANGED = { written: new Map(), params: new Map() }

/**
 * The values and parameters of a run, as they hold for each chunk. A live change is a timeline entry whose chunk the run
 * chooses: the first that no node has begun. Nodes of values that it passes through are computed anew before it counts.
 */
export class LiveChanges implements AsyncDisposable {
  readonly #context: RunContext
  readonly #values: NodeValues
  readonly #first: Epoch
  readonly #epochs: Epochs
  readonly #queue = new SerialQueue()
  /** Nodes of values that can be computed anew; the others wait for a stream. */
  readonly #live: ReadonlySet<NodeId>
  readonly #firstLeases = new Map<NodeId, Lease>()
  readonly #lateLeases: Lease[] = []
  readonly #reviews = new Map<NodeId, LiveReview>()
  readonly #upcoming: Upcoming
  #begun: number

  constructor(context: RunContext, values: NodeValues) {
    const { graph, firstChunk, nodes } = context
    this.#context = context
    this.#values = values
    const late = lateValues(graph)
    this.#live = new Set(
      Array.from(nodes.values())
        .filter((node) => !hasStream(node) && !late.has(node.id))
        .map(({ id }) => id),
    )
    const past = graph.timeline.filter(({ chunk }) => chunk <= firstChunk)
    this.#first = {
      ...unrefused(applyChanges(graph, NOTHING_CHANGED, past)),
      fromChunk: firstChunk,
      graph,
      leases: this.#firstLeases,
      pending: past.filter(({ chunk }) => chunk === firstChunk),
      pendingWires: graph.exchanges.filter(({ chunk }) => chunk === firstChunk),
    }
    this.#epochs = new Epochs(
      this.#first,
      [...nodes.values()].filter(takesChanges).map(({ id }) => id),
    )
    this.#upcoming = new Upcoming(graph, firstChunk)
    this.#begun = firstChunk - 1
  }

  /**
   * Computes a node of values for the first time. Everything it reads has been computed.
   * @throws NodeFailure
   */
  async compute(node: GraphNode): Promise<Lease> {
    const lease = await this.#values.compute(node, this.#first)
    if (this.#live.has(node.id)) this.#firstLeases.set(node.id, lease)
    else {
      this.#lateLeases.push(lease)
      this.#values.settle(node.id, lease.outputs)
    }
    this.#context.condition.notifyAll()
    return lease
  }

  /** Inputs and parameters with which a node starts; they are alive until its first boundary. */
  initial(node: GraphNode): AnyValues {
    return this.#values.valuesOf(node, this.#first)
  }

  /** See `NodeContext.boundary`. */
  async boundary(node: GraphNode, chunk: number): Promise<AnyValues> {
    const { signal, log } = this.#context
    signal.throwIfAborted()
    if (this.#upcoming.next <= chunk) await this.#queue.run(async () => this.#takeDue(chunk))
    signal.throwIfAborted()
    this.#begun = Math.max(this.#begun, chunk)
    const epoch = this.#epochs.at(chunk)
    const { id } = node
    const conversions = this.#epochs.pendingWiresOf(id, epoch).length > 0 ? this.#reviewed(node, epoch, chunk) : {}
    const applied = await this.#epochs.enter(id, epoch)
    for (const { node: changed, param, value } of applied.params) {
      log.emit({ type: 'param-applied', node: changed, param, value, chunk: epoch.fromChunk })
    }
    for (const { from, to } of applied.wires) {
      const conversion = conversions[to.port]
      const exchanged = { node: id, input: to.port, from: portOf(from), chunk }
      log.emit({ type: 'wire-applied', ...exchanged, ...(conversion !== undefined && { conversion }) })
    }
    return this.#values.valuesOf(node, epoch)
  }

  /** See `NodeContext.review`. */
  setReview(id: NodeId, review: LiveReview): void {
    this.#reviews.set(id, review)
  }

  /** Queues a change for the first chunk that no node has begun, or tells why it cannot be made during the run. */
  async change(change: ParamChange): Promise<Checked<{ readonly chunk: number }>> {
    const { history, log } = this.#context
    return this.#queue.run(async () => {
      await this.#untilComputed()
      const { graph } = this.#epochs.latest
      const applied = applyChanges(graph, this.#epochs.latest, [change])
      if (!applied.ok) return applied
      const superseded = history.superseded(change, this.#begun + 1)
      const later = applyChanges(graph, applied, entriesNotIn(this.#upcoming.params, superseded))
      if (!later.ok) return later
      const tooLarge = history.tooLargeWith(change, this.#begun + 1)
      if (tooLarge !== undefined) return { ok: false, issues: [tooLarge] }
      try {
        const leases = await this.#recomputed({ ...applied, graph })
        const chunk = this.#begun + 1
        history.record(change, chunk)
        this.#upcoming.drop({ params: superseded })
        log.emit({ type: 'param-queued', ...change, chunk })
        await this.#epochs.add({ ...applied, fromChunk: chunk, graph, leases, pending: [change], pendingWires: [] })
        return { ok: true, chunk }
      } catch (error) {
        return refusedBy(error, change.node)
      }
    })
  }

  /** Queues other wires for the first chunk that no node has begun, or tells why they cannot be exchanged during the run. */
  async exchange(exchange: Exchange): Promise<Checked<{ readonly chunk: number }>> {
    const { graph: start, history } = this.#context
    return this.#queue.run(async () => {
      await this.#untilComputed()
      const { latest } = this.#epochs
      const written = (id: NodeId): JsonObject => latest.written.get(id) ?? latest.graph.nodes.get(id)?.written ?? {}
      const upcoming = this.#upcoming.wires
      const planned = planExchange(exchange, { graph: start, history, chunk: this.#begun + 1, written, upcoming })
      if (!planned.ok) return planned
      const { graph, live, added } = planned
      const readers = [...graph.nodes.values()].filter(({ id }) => live.some(({ to }) => to.node === id))
      // Those that come in have the parameters that they come with.
      const changed = { written: without(latest.written, added), params: without(latest.params, added) }
      try {
        const leases = await this.#recomputed({ graph, ...changed, recompute: new Set() })
        const held = { graph, ...changed, leases }
        // Chunks may have begun while nodes were computed.
        const chunk = this.#begun + 1
        try {
          for (const node of readers) this.#reviewed(node, held, chunk)
        } catch (error) {
          await discard(leases, latest.leases)
          throw error
        }
        this.#upcoming.drop({ params: history.obsolete(added, chunk), wires: history.supersededWires(live, chunk) })
        this.#epochs.dropChanges(added)
        history.recordAdded(added, chunk)
        history.recordExchange(planned.document, live, chunk)
        this.#tellQueued(live, chunk, leases)
        await this.#epochs.add({ ...held, fromChunk: chunk, pending: [], pendingWires: [...live] })
        return { ok: true, chunk }
      } catch (error) {
        return refusedBy(error, live[0]?.to.node)
      }
    })
  }

  /** The node begins no more chunks: what only it still used is released. */
  async leave(id: NodeId): Promise<void> {
    await this.#epochs.leave(id)
  }

  /** Releases all values, the last made first. The run is over. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.run(async () => releaseAll([this.#epochs, ...this.#lateLeases]))
  }

  /** What a node says to other values. @throws NodeFailure where it refuses them */
  #reviewed(node: GraphNode, held: Held, chunk: number): Readonly<Record<string, string | undefined>> {
    try {
      return this.#reviews.get(node.id)?.(this.#values.valuesOf(node, held), chunk) ?? {}
    } catch (error) {
      throw nodeFailure(node, error)
    }
  }

  async #takeDue(chunk: number): Promise<void> {
    await this.#untilComputed()
    while (this.#upcoming.next <= chunk) {
      const fromChunk = this.#upcoming.next
      const due = this.#upcoming.due()
      const { graph } = unrefused(rewired(this.#epochs.latest.graph, due.wires))
      const applied = unrefused(applyChanges(graph, this.#epochs.latest, due.params))
      const leases = await this.#recomputed({ ...applied, graph })
      this.#upcoming.pass(due)
      this.#tellQueued(due.wires, fromChunk, leases)
      await this.#epochs.add({
        ...applied,
        fromChunk,
        graph,
        leases,
        pending: [...due.params],
        pendingWires: [...due.wires],
      })
    }
  }

  /** Tells of wires that hold from `chunk` on, and of the nodes that are executed because of them. */
  #tellQueued(wires: readonly Wire[], chunk: number, leases: ReadonlyMap<NodeId, Lease>): void {
    const nodes = [...leases.keys()].filter((id) => !this.#epochs.latest.leases.has(id))
    for (const { from, to } of wires) {
      const exchanged = { node: to.node, input: to.port, from: portOf(from), chunk }
      this.#context.log.emit({ type: 'wire-queued', ...exchanged, nodes })
    }
  }

  async #untilComputed(): Promise<void> {
    const { condition, signal } = this.#context
    await condition.until(() => signal.aborted || this.#firstLeases.size === this.#live.size)
    signal.throwIfAborted()
  }

  async #recomputed(computing: Omit<Computing, 'leases'>): Promise<ReadonlyMap<NodeId, Lease>> {
    return recomputed(this.#values, { ...computing, leases: this.#epochs.latest.leases }, this.#context.log)
  }
}

function without<T>(all: ReadonlyMap<NodeId, T>, nodes: ReadonlySet<NodeId>): ReadonlyMap<NodeId, T> {
  return new Map([...all].filter(([id]) => !nodes.has(id)))
}

const portOf = ({ node, port }: PortRef): PortRef => ({ node, port })
