import type { NodeId, ParamChange } from '@frameloom/graph'
import type { ChangedParams } from './apply-changes.js'
import type { Lease } from './output-store.js'
import { releaseAll } from './scope.js'

/** What holds from one chunk on, until the next epoch: changed parameters, and the outputs of the nodes of values. */
export interface Epoch extends ChangedParams {
  readonly fromChunk: number
  readonly leases: ReadonlyMap<NodeId, Lease>
  /** The changes that led here and that no node has met yet. */
  readonly unmet: ParamChange[]
}

/** The epochs that some node is in or may still come through; the others are released. */
export class Epochs {
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

  /** `id` begins a chunk in `epoch`. Returns the changes that it is the first to meet. */
  async enter(id: NodeId, epoch: Epoch): Promise<readonly ParamChange[]> {
    const met = this.#epochs.slice(0, this.#epochs.indexOf(epoch) + 1).flatMap(({ unmet }) => unmet.splice(0))
    if (this.#positions.has(id) && this.#positions.get(id) !== epoch) {
      this.#positions.set(id, epoch)
      await this.#releaseUnused()
    }
    return met.filter(
      ({ node, param }, index) => met.findLastIndex((other) => other.node === node && other.param === param) === index,
    )
  }

  /** `id` will begin no more chunks. */
  async leave(id: NodeId): Promise<void> {
    this.#positions.delete(id)
    await this.#releaseUnused()
  }

  /** Releases the values of every epoch, the last made first. The run is over. */
  async release(): Promise<void> {
    await releaseLeases(this.#epochs, [])
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
        next.unmet.unshift(...epoch.unmet.splice(0))
        this.#epochs.splice(index, 1)
        dropped.push(epoch)
      }
      someBefore ||= occupied.has(epoch)
    }
    await releaseLeases(dropped, this.#epochs)
  }
}

/** Releases what only `dropped` epochs hold. */
async function releaseLeases(dropped: readonly Epoch[], kept: readonly Epoch[]): Promise<void> {
  const used = new Set(kept.flatMap(({ leases }) => [...leases.values()]))
  const unused = new Set(dropped.flatMap(({ leases }) => [...leases.values()]).filter((lease) => !used.has(lease)))
  await releaseAll(Array.from(unused, (lease) => ({ [Symbol.asyncDispose]: () => lease.release() })))
}
