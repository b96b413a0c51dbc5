import { createHash } from 'node:crypto'
import type { NodeId, RunEvent } from '@frameloom/graph'

/** Fingerprints by node id, hexadecimal. */
export type Digests = Readonly<Record<string, string>>

/**
 * One fingerprint of a whole video from those of its chunks, whoever reports them: SHA-256 over the one so far and the
 * next chunk's. It goes on from a checkpoint, so a resumed video has the fingerprint of an uninterrupted one.
 */
export class DigestChain {
  readonly #digests: Map<string, string>
  /** As they were when checkpoints were taken that nobody has asked for yet, by their chunk. */
  readonly #taken = new Map<number, Digests>()

  constructor(before: Digests = {}) {
    this.#digests = new Map(Object.entries(before))
  }

  take(event: RunEvent): void {
    if (event.type === 'checkpoint-saved') this.#taken.set(event.chunk, this.all)
    if (event.type !== 'chunk-finished' || event.digest === undefined) return
    this.#digests.set(event.node, chained(this.#digests.get(event.node), event.digest))
  }

  /**
   * The digests when the checkpoint at `chunk` was taken. Ask in rising order: earlier ones are forgotten. A checkpoint may
   * be taken while the one before is still being written.
   */
  atCheckpoint(chunk: number): Digests {
    const digests = this.#taken.get(chunk) ?? this.all
    for (const earlier of this.#taken.keys()) if (earlier < chunk) this.#taken.delete(earlier)
    return digests
  }

  /** By node. */
  get all(): Digests {
    return Object.fromEntries(this.#digests)
  }

  /** The one of the node that comes first in `order`; undefined where no node reports any. */
  first(order: Iterable<NodeId>): string | undefined {
    for (const id of order) {
      const digest = this.#digests.get(id)
      if (digest !== undefined) return digest
    }
    return undefined
  }
}

const chained = (before: string | undefined, digest: string): string =>
  createHash('sha256')
    .update(`${before ?? ''}${digest}`)
    .digest('hex')
