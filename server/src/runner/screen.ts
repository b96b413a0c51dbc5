import type { NodeId, RunId, ShownChunk } from '@frameloom/graph'
import type { Tier } from '@frameloom/protocol'
import { LatestOnly } from '../concurrency/latest-only.js'
import { type EncodedPicture, jpegOf } from './jpeg-of.js'
import { Showing, type TimedPicture } from './showing.js'

interface NodeScreen {
  readonly showing: Showing
  readonly senders: Map<Tier, LatestOnly<TimedPicture>>
}

export interface ScreenOptions {
  readonly run: RunId
  /** Resolves when the next picture of the same tier may be encoded. */
  readonly send: (picture: EncodedPicture) => Promise<void>
  /** Told where a picture cannot be encoded. */
  readonly onFailure: (cause: unknown) => void
}

/** Shows pictures of all nodes to those who watch: each picture is encoded once per tier, and only while it is wanted. */
export class Screen {
  readonly #options: ScreenOptions
  readonly #nodes = new Map<NodeId, NodeScreen>()

  constructor(options: ScreenOptions) {
    this.#options = options
  }

  /** What `HostServices.show` is. */
  async show(chunk: ShownChunk): Promise<void> {
    await this.#screenOf(chunk.node).showing.show(chunk)
  }

  /** Replaces what is wanted. Who begins to watch gets the latest picture at once. */
  look(previews: Readonly<Record<NodeId, readonly Tier[]>>): void {
    for (const id of new Set([...this.#nodes.keys(), ...(Object.keys(previews) as NodeId[])])) {
      const { showing, senders } = this.#screenOf(id)
      const wanted = new Set(previews[id] ?? [])
      for (const tier of senders.keys()) if (!wanted.has(tier)) senders.delete(tier)
      const added = [...wanted].filter((tier) => !senders.has(tier))
      for (const tier of added) senders.set(tier, this.#sender(tier))
      showing.watch(wanted.size > 0)
      const { latest } = showing
      if (latest !== undefined) for (const tier of added) senders.get(tier)?.offer(latest)
      // Ids come from pages; what neither shows nor is wanted leaves nothing behind.
      else if (wanted.size === 0) this.#nodes.delete(id)
    }
  }

  /** Resolves when everything that waits to be seen was sent, or nobody watches any more. */
  async drained(): Promise<void> {
    for (const { showing, senders } of this.#nodes.values()) {
      await showing.drained()
      await Promise.all(Array.from(senders.values(), async (sender) => sender.idle()))
    }
  }

  #screenOf(id: NodeId): NodeScreen {
    const known = this.#nodes.get(id)
    if (known !== undefined) return known
    const senders = new Map<Tier, LatestOnly<TimedPicture>>()
    const made = { senders, showing: new Showing((picture) => this.#present(senders, picture)) }
    this.#nodes.set(id, made)
    return made
  }

  #present(senders: NodeScreen['senders'], picture: TimedPicture): void {
    for (const sender of senders.values()) sender.offer(picture)
  }

  #sender(tier: Tier): LatestOnly<TimedPicture> {
    const { run, send, onFailure } = this.#options
    return new LatestOnly(async (picture) => {
      try {
        await send(await jpegOf(picture, tier, run))
      } catch (cause) {
        onFailure(cause)
      }
    })
  }
}
