import {
  type Checked,
  type Exchange,
  type Graph,
  type GraphIssue,
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
  type TimelineEntry,
  type Wire,
  type WireExchange,
} from '@frameloom/graph'
import { type AppliedChanges, applyChanges } from './apply-changes.js'
import { beyond } from './beyond.js'
import { type Epoch, Epochs } from './epochs.js'
import { planExchange } from './exchange-plan.js'
import type { AnyValues } from './node-context.js'
import { NodeFailure, nodeFailure } from './node-failure.js'
import type { Held, NodeValues } from './node-values.js'
import type { Lease } from './output-store.js'
import type { RunFrame } from './run-frame.js'
import { releaseAll } from './scope.js'
import { Serial } from './serial.js'
import { takingPart } from './taking-part.js'

const NOTHING_CHANGED = { written: new Map(), params: new Map() }

/**
 * The values and parameters of a run, as they hold for each chunk. A live change is a timeline entry whose chunk the run
 * chooses: the first that no node has begun. Nodes of values that it passes through are computed anew before it counts.
 */
export class LiveValues {
  readonly #frame: RunFrame
  readonly #values: NodeValues
  readonly #first: Epoch
  readonly #epochs: Epochs
  readonly #serial = new Serial()
  /** Nodes of values that can be computed anew; the others wait for a stream. */
  readonly #live: ReadonlySet<NodeId>
  readonly #firstLeases = new Map<NodeId, Lease>()
  readonly #lateLeases: Lease[] = []
  readonly #reviews = new Map<NodeId, LiveReview>()
  #upcoming: readonly TimelineEntry[]
  #upcomingWires: readonly WireExchange[]
  #begun: number

  constructor(frame: RunFrame, values: NodeValues) {
    const { graph, firstChunk, nodes } = frame
    this.#frame = frame
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
      unmetWires: graph.exchanges.filter(({ chunk }) => chunk === firstChunk),
      unmet: past.filter(({ chunk }) => chunk === firstChunk),
    }
    this.#epochs = new Epochs(
      this.#first,
      [...nodes.values()].filter(takesChanges).map(({ id }) => id),
    )
    this.#upcoming = graph.timeline.filter(({ chunk }) => chunk > firstChunk)
    this.#upcomingWires = graph.exchanges.filter(({ chunk }) => chunk > firstChunk)
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
    this.#frame.condition.notifyAll()
    return lease
  }

  /** Inputs and parameters with which a node starts; they are alive until its first boundary. */
  initial(node: GraphNode): AnyValues {
    return this.#values.valuesOf(node, this.#first)
  }

  /** See `NodeContext.boundary`. */
  async boundary(node: GraphNode, chunk: number): Promise<AnyValues> {
    const { signal, log } = this.#frame
    signal.throwIfAborted()
    if (this.#isDue(chunk)) await this.#serial.run(async () => this.#takeDue(chunk))
    signal.throwIfAborted()
    this.#begun = Math.max(this.#begun, chunk)
    const epoch = this.#epochs.at(chunk)
    const { id } = node
    const conversions = this.#epochs.meets(id, epoch).length > 0 ? this.#judged(node, epoch, chunk) : {}
    const met = await this.#epochs.enter(id, epoch)
    for (const { node: changed, param, value } of met.params) {
      log.emit({ type: 'param-applied', node: changed, param, value, chunk: epoch.fromChunk })
    }
    for (const { from, to } of met.wires) {
      const conversion = conversions[to.port]
      const exchanged = { node: id, input: to.port, from: portOf(from), chunk }
      log.emit({ type: 'wire-applied', ...exchanged, ...(conversion !== undefined && { conversion }) })
    }
    return this.#values.valuesOf(node, epoch)
  }

  /** See `NodeContext.review`. */
  judge(id: NodeId, review: LiveReview): void {
    this.#reviews.set(id, review)
  }

  /** Queues a change for the first chunk that no node has begun, or tells why it cannot be made during the run. */
  async change(change: ParamChange): Promise<Checked<{ readonly chunk: number }>> {
    const { history, log } = this.#frame
    return this.#serial.run(async () => {
      await this.#untilComputed()
      const { graph } = this.#epochs.latest
      const applied = applyChanges(graph, this.#epochs.latest, [change])
      if (!applied.ok) return applied
      const upcoming = beyond(this.#upcoming, history.overtaken(change, this.#begun + 1))
      const later = applyChanges(graph, applied, upcoming)
      if (!later.ok) return later
      const tooLarge = history.tooLargeWith(change, this.#begun + 1)
      if (tooLarge !== undefined) return { ok: false, issues: [tooLarge] }
      try {
        const leases = await this.#recomputed({ ...applied, graph })
        const chunk = this.#begun + 1
        history.record(change, chunk)
        this.#upcoming = upcoming
        log.emit({ type: 'param-queued', ...change, chunk })
        await this.#epochs.add({ ...applied, fromChunk: chunk, graph, leases, unmet: [change], unmetWires: [] })
        return { ok: true, chunk }
      } catch (error) {
        return refusedBy(error, change.node)
      }
    })
  }

  /** Queues other wires for the first chunk that no node has begun, or tells why they cannot be exchanged during the run. */
  async exchange(exchange: Exchange): Promise<Checked<{ readonly chunk: number }>> {
    const { graph: start, history } = this.#frame
    return this.#serial.run(async () => {
      await this.#untilComputed()
      const { latest } = this.#epochs
      const written = (id: NodeId): JsonObject => latest.written.get(id) ?? latest.graph.nodes.get(id)?.written ?? {}
      const upcoming = this.#upcomingWires
      const planned = planExchange(exchange, { graph: start, history, chunk: this.#begun + 1, written, upcoming })
      if (!planned.ok) return planned
      const { graph, live, brought } = planned
      const readers = [...graph.nodes.values()].filter(({ id }) => live.some(({ to }) => to.node === id))
      // Those that come in have the parameters that they come with.
      const changed = { written: without(latest.written, brought), params: without(latest.params, brought) }
      try {
        const leases = await this.#recomputed({ graph, ...changed, recompute: new Set() })
        const held = { graph, ...changed, leases }
        // Chunks may have begun while nodes were computed.
        const chunk = this.#begun + 1
        try {
          for (const node of readers) this.#judged(node, held, chunk)
        } catch (error) {
          await this.#giveUp(leases)
          throw error
        }
        const overtaken = history.overtakenWires(live, chunk)
        this.#upcoming = beyond(this.#upcoming, history.outlived(brought, chunk))
        this.#epochs.forget(brought)
        history.recordBrought(brought, chunk)
        history.recordExchange(planned.document, live, chunk)
        this.#upcomingWires = beyond(upcoming, overtaken)
        this.#tellQueued(live, chunk, leases)
        await this.#epochs.add({ ...held, fromChunk: chunk, unmet: [], unmetWires: [...live] })
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
  async release(): Promise<void> {
    await this.#serial.run(async () => {
      const late = this.#lateLeases.map((lease) => ({ [Symbol.asyncDispose]: async () => lease.release() }))
      await releaseAll([{ [Symbol.asyncDispose]: async () => this.#epochs.release() }, ...late])
    })
  }

  #isDue(chunk: number): boolean {
    return this.#nextDue() <= chunk
  }

  /** The first chunk from which on the document asks for something else. */
  #nextDue(): number {
    const never = Number.POSITIVE_INFINITY
    return Math.min(this.#upcoming[0]?.chunk ?? never, this.#upcomingWires[0]?.chunk ?? never)
  }

  /** What a node says to other values. @throws NodeFailure where it refuses them */
  #judged(node: GraphNode, held: Held, chunk: number): Readonly<Record<string, string | undefined>> {
    try {
      return this.#reviews.get(node.id)?.(this.#values.valuesOf(node, held), chunk) ?? {}
    } catch (error) {
      throw nodeFailure(node, error)
    }
  }

  /** Releases what was computed for a change that is refused after all. */
  async #giveUp(leases: ReadonlyMap<NodeId, Lease>): Promise<void> {
    const kept = new Set(this.#epochs.latest.leases.values())
    const made = [...leases.values()].filter((lease) => !kept.has(lease))
    await releaseAll(made.map((lease) => ({ [Symbol.asyncDispose]: async () => lease.release() })))
  }

  async #takeDue(chunk: number): Promise<void> {
    await this.#untilComputed()
    while (this.#isDue(chunk)) {
      const fromChunk = this.#nextDue()
      const due = this.#upcoming.filter((entry) => entry.chunk === fromChunk)
      const wires = this.#upcomingWires.filter((exchange) => exchange.chunk === fromChunk)
      const { graph } = unrefused(rewired(this.#epochs.latest.graph, wires))
      const applied = unrefused(applyChanges(graph, this.#epochs.latest, due))
      const leases = await this.#recomputed({ ...applied, graph })
      this.#upcoming = this.#upcoming.slice(due.length)
      this.#upcomingWires = this.#upcomingWires.slice(wires.length)
      this.#tellQueued(wires, fromChunk, leases)
      await this.#epochs.add({ ...applied, fromChunk, graph, leases, unmet: due, unmetWires: wires })
    }
  }

  /** Tells of wires that hold from `chunk` on, and of the nodes that are executed because of them. */
  #tellQueued(wires: readonly Wire[], chunk: number, leases: ReadonlyMap<NodeId, Lease>): void {
    const nodes = [...leases.keys()].filter((id) => !this.#epochs.latest.leases.has(id))
    for (const { from, to } of wires) {
      const exchanged = { node: to.node, input: to.port, from: portOf(from), chunk }
      this.#frame.log.emit({ type: 'wire-queued', ...exchanged, nodes })
    }
  }

  async #untilComputed(): Promise<void> {
    const { condition, signal } = this.#frame
    await condition.until(() => signal.aborted || this.#firstLeases.size === this.#live.size)
    signal.throwIfAborted()
  }

  /**
   * The latest values for a graph: those of nodes that take part in it no more are left out, those that are missing are
   * computed, and some are computed anew. Where one fails, none is kept.
   */
  async #recomputed({ graph, written, params, recompute }: Computing): Promise<Map<NodeId, Lease>> {
    const { log } = this.#frame
    const nodes = takingPart(graph)
    const late = lateValues(graph)
    const leases = new Map([...this.#epochs.latest.leases].filter(([id]) => nodes.has(id)))
    const missing = (node: GraphNode): boolean => !hasStream(node) && !late.has(node.id) && !leases.has(node.id)
    const computing = [...nodes.values()].filter((node) => recompute.has(node.id) || missing(node))
    const made: AsyncDisposable[] = []
    try {
      for (const node of computing) {
        const began = log.ms
        const lease = await this.#values.compute(node, { graph, written, params, leases })
        made.push({ [Symbol.asyncDispose]: async () => lease.release() })
        leases.set(node.id, lease)
        log.emit({ type: 'node-finished', node: node.id, ms: log.ms - began, reused: lease.reused })
      }
    } catch (error) {
      await releaseAll(made)
      throw error
    }
    return leases
  }
}

interface Computing {
  readonly graph: Graph
  readonly written: AppliedChanges['written']
  readonly params: AppliedChanges['params']
  /** Nodes whose values no longer hold. */
  readonly recompute: ReadonlySet<NodeId>
}

function without<T>(all: ReadonlyMap<NodeId, T>, nodes: ReadonlySet<NodeId>): ReadonlyMap<NodeId, T> {
  return new Map([...all].filter(([id]) => !nodes.has(id)))
}

const portOf = ({ node, port }: PortRef): PortRef => ({ node, port })

/** A node has refused what it was asked to work with. @throws whatever else went wrong */
function refusedBy(error: unknown, concerned: NodeId | undefined): { ok: false; issues: GraphIssue[] } {
  if (!(error instanceof NodeFailure)) throw error
  const { node = concerned, port, message } = error.failure
  const at = { ...(node !== undefined && { node }), ...(port !== undefined && { port }) }
  return { ok: false, issues: [{ code: 'node-refused', path: '', ...at, message }] }
}

/** For changes that validation has already let through. */
function unrefused<T>(applied: Checked<T>): T {
  if (applied.ok) return applied
  const [issue] = applied.issues
  throw new NodeFailure({ code: issue?.code ?? 'not-live', message: issue?.message ?? 'A change was refused.' })
}
