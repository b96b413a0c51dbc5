import {
  type Checked,
  type GraphNode,
  hasStream,
  lateValues,
  type NodeId,
  type ParamChange,
  takesChanges,
  type TimelineEntry,
} from '@frameloom/graph'
import { type AppliedChanges, applyChanges } from './apply-changes.js'
import { type Epoch, Epochs } from './epochs.js'
import type { AnyValues } from './node-context.js'
import { NodeFailure } from './node-failure.js'
import type { NodeValues } from './node-values.js'
import type { Lease } from './output-store.js'
import type { RunFrame } from './run-frame.js'
import { releaseAll } from './scope.js'
import { Serial } from './serial.js'

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
  #upcoming: readonly TimelineEntry[]
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
      leases: this.#firstLeases,
      unmet: past.filter(({ chunk }) => chunk === firstChunk),
    }
    this.#epochs = new Epochs(
      this.#first,
      [...nodes.values()].filter(takesChanges).map(({ id }) => id),
    )
    this.#upcoming = graph.timeline.filter(({ chunk }) => chunk > firstChunk)
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
    for (const { node: id, param, value } of await this.#epochs.enter(node.id, epoch)) {
      log.emit({ type: 'param-applied', node: id, param, value, chunk: epoch.fromChunk })
    }
    return this.#values.valuesOf(node, epoch)
  }

  /** Queues a change for the first chunk that no node has begun, or tells why it cannot be made during the run. */
  async change(change: ParamChange): Promise<Checked<{ readonly chunk: number }>> {
    const { graph, history, log } = this.#frame
    return this.#serial.run(async () => {
      await this.#untilComputed()
      const applied = applyChanges(graph, this.#epochs.latest, [change])
      if (!applied.ok) return applied
      const later = applyChanges(graph, applied, this.#upcoming)
      if (!later.ok) return later
      try {
        const leases = await this.#recomputed(applied)
        const chunk = this.#begun + 1
        history.record(change, chunk)
        log.emit({ type: 'param-queued', ...change, chunk })
        await this.#epochs.add({ ...applied, fromChunk: chunk, leases, unmet: [change] })
        return { ok: true, chunk }
      } catch (error) {
        if (!(error instanceof NodeFailure)) throw error
        const { node = change.node, message } = error.failure
        return { ok: false, issues: [{ code: 'node-refused', path: '', node, message }] }
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
    return (this.#upcoming[0]?.chunk ?? Number.POSITIVE_INFINITY) <= chunk
  }

  async #takeDue(chunk: number): Promise<void> {
    await this.#untilComputed()
    while (this.#isDue(chunk)) {
      const fromChunk = this.#upcoming[0]?.chunk ?? chunk
      const due = this.#upcoming.filter((entry) => entry.chunk === fromChunk)
      const applied = unrefused(applyChanges(this.#frame.graph, this.#epochs.latest, due))
      const leases = await this.#recomputed(applied)
      this.#upcoming = this.#upcoming.slice(due.length)
      await this.#epochs.add({ ...applied, fromChunk, leases, unmet: due })
    }
  }

  async #untilComputed(): Promise<void> {
    const { condition, signal } = this.#frame
    await condition.until(() => signal.aborted || this.#firstLeases.size === this.#live.size)
    signal.throwIfAborted()
  }

  /** The latest values, with some nodes computed anew; where one fails, none is kept. */
  async #recomputed({ written, params, recompute }: AppliedChanges): Promise<Map<NodeId, Lease>> {
    const { nodes, log } = this.#frame
    const leases = new Map(this.#epochs.latest.leases)
    const made: AsyncDisposable[] = []
    try {
      for (const node of [...nodes.values()].filter(({ id }) => recompute.has(id))) {
        const began = log.ms
        const lease = await this.#values.compute(node, { written, params, leases })
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

/** For changes that validation has already let through. */
function unrefused(applied: Checked<AppliedChanges>): AppliedChanges {
  if (applied.ok) return applied
  const [issue] = applied.issues
  throw new NodeFailure({ code: issue?.code ?? 'not-live', message: issue?.message ?? 'A change was refused.' })
}
