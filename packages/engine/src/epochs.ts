import type { Graph, NodeId, ParamChange, Wire } from '@frameloom/graph'
import type { ChangedParams } from './apply-changes.js'
import type { Lease } from './output-store.js'
import { releaseAll } from './scope.js'

/** What holds from one chunk on, until the next epoch: wires, changed parameters, the outputs of the nodes of values. */
export interface Epoch extends ChangedParams {
  readonly fromChunk: number
  /** As it is wired. */
  readonly graph: Graph
  readonly leases: ReadonlyMap<NodeId, Lease>
  /** The changes that led here and that no node has begun a chunk with yet. */
  readonly pending: ParamChange[]
  /** The exchanged wires that led here, and that the nodes they end at have not begun a chunk with yet. */
  readonly pendingWires: Wire[]
}

/** What was pending and holds with the chunk that a node begins. */
export interface Applied {
  readonly params: readonly ParamChange[]
  readonly wires: readonly Wire[]
}

/** The epochs that some node is in or may still come through; the others are released. */
export class Epochs implements AsyncDisposable {
  readonly #epochs: [Epoch, ...Epoch[]]
  readonly #positions: Map<NodeId, Epoch>

  /** @param nodes the nodes that move from epoch to epoch at their boundaries */
  constructor(first: Epoch, nodes: Iterable<NodeId>) {
    this.#epochs = [first]
    this.#positions = new Map(Array.from(nodes, (id) => [id, first]))
  }

  get latest(): Epoch {
    return this.#epochs.at(-1) ?? this.#epochs[0]
  }

  /** The epoch in which `chunk` is made. */
  at(chunk: number): Epoch {
    return this.#epochs.findLast(({ fromChunk }) => fromChunk <= chunk) ?? this.#epochs[0]
  }

  /** Adds an epoch, from a chunk on that no node has begun. */
  async add(epoch: Epoch): Promise<void> {
    this.#epochs.push(epoch)
    await this.#releaseUnused()
  }

  /** What is pending of `nodes` holds no more. */
  dropChanges(nodes: ReadonlySet<NodeId>): void {
    for (const { pending } of this.#epochs)
      pending.splice(0, Infinity, ...pending.filter(({ node }) => !nodes.has(node)))
  }

  /** The exchanged wires that `id` takes over when it begins a chunk in `epoch`: the last one of each input. */
  pendingWiresOf(id: NodeId, epoch: Epoch): readonly Wire[] {
    const wires = this.#upTo(epoch).flatMap(({ pendingWires }) => pendingWires.filter(({ to }) => to.node === id))
    return wires.filter(({ to }, index) => wires.findLastIndex((other) => other.to.port === to.port) === index)
  }

  /** `id` begins a chunk in `epoch`. */
  async enter(id: NodeId, epoch: Epoch): Promise<Applied> {
    const wires = this.pendingWiresOf(id, epoch)
    const changes = this.#upTo(epoch).flatMap(({ pending }) => pending.splice(0))
    for (const { pendingWires } of this.#upTo(epoch)) {
      pendingWires.splice(0, Infinity, ...pendingWires.filter(({ to }) => to.node !== id))
    }
    if (this.#positions.has(id) && this.#positions.get(id) !== epoch) {
      this.#positions.set(id, epoch)
      await this.#releaseUnused()
    }
    const params = changes.filter(
      ({ node, param }, index) =>
        changes.findLastIndex((other) => other.node === node && other.param === param) === index,
    )
    return { params, wires }
  }

  /** `id` will begin no more chunks. */
  async leave(id: NodeId): Promise<void> {
    this.#positions.delete(id)
    await this.#releaseUnused()
  }

  /** Releases the values of every epoch, the last made first. The run is over. */
  async [Symbol.asyncDispose](): Promise<void> {
    await releaseUnshared(this.#epochs, [])
  }

  #upTo(epoch: Epoch): readonly Epoch[] {
    return this.#epochs.slice(0, this.#epochs.indexOf(epoch) + 1)
  }

  /** A node comes through an epoch when it is in it, or before it and the next epoch begins at a later chunk. */
  async #releaseUnused(): Promise<void> {
    const occupied = new Set(this.#positions.values())
    let someBefore = false
    const dropped: Epoch[] = []
    for (const epoch of this.#epochs.slice(0, -1)) {
      const index = this.#epochs.indexOf(epoch)
      const next = this.#epochs[index + 1] ?? this.latest
      const passable = someBefore && next.fromChunk > epoch.fromChunk
      if (!occupied.has(epoch) && !passable) {
        next.pending.unshift(...epoch.pending.splice(0))
        next.pendingWires.unshift(...epoch.pendingWires.splice(0))
        this.#epochs.splice(index, 1)
        dropped.push(epoch)
      }
      someBefore ||= occupied.has(epoch)
    }
    await releaseUnshared(dropped, this.#epochs)
  }
}

/** Releases what only `dropped` epochs hold. */
async function releaseUnshared(dropped: readonly Epoch[], kept: readonly Epoch[]): Promise<void> {
  const used = new Set(kept.flatMap(({ leases }) => [...leases.values()]))
  const unshared = new Set(dropped.flatMap(({ leases }) => [...leases.values()]).filter((lease) => !used.has(lease)))
  await releaseAll([...unshared])
}
