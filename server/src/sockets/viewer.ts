import type { NodeId, RunId } from '@frameloom/graph'
import { type ClientEvents, MOST_PREVIEWS, type ServerEvents, type Tier } from '@frameloom/protocol'
import type { Socket } from 'socket.io'
import { ApiProblem } from '../api-problem.js'
import type { Picture } from '../runs/broadcast.js'
import { PictureSubscription } from './picture-subscription.js'

export type StudioSocket = Socket<ClientEvents, ServerEvents>

/** Runs that one viewer may watch at once. */
const MOST_RUNS = 16

/** One page that watches runs: what it is told and shown of each. */
export class Viewer {
  readonly #socket: StudioSocket
  readonly #onLook: (run: RunId) => void
  readonly #watched = new Map<RunId, Map<NodeId, PictureSubscription>>()

  /** @param onLook told of each run of which other pictures are wanted from now on */
  constructor(socket: StudioSocket, onLook: (run: RunId) => void) {
    this.#socket = socket
    this.#onLook = onLook
  }

  watches(run: RunId): boolean {
    return this.#watched.has(run)
  }

  /** Sizes wanted now, by node. Nobody wants what is not drawn. */
  previews(run: RunId): ReadonlyMap<NodeId, Tier> {
    const looking = [...(this.#watched.get(run) ?? [])].filter(([, { gone }]) => !gone)
    return new Map(looking.map(([node, { tier }]) => [node, tier]))
  }

  /**
   * Watches a run, or replaces what is wanted of it. Of more than `MOST_PREVIEWS` nodes the first ones are shown.
   * @throws ApiProblem too-many-watched
   */
  watch(run: RunId, previews: Readonly<Record<NodeId, Tier>>): void {
    if (!this.#watched.has(run) && this.#watched.size >= MOST_RUNS) {
      throw new ApiProblem('too-many-watched', `One page watches at most ${MOST_RUNS} runs: close some.`)
    }
    const wanted = Object.entries(previews).slice(0, MOST_PREVIEWS) as [NodeId, Tier][]
    const before = this.#watched.get(run)
    const after = new Map(
      wanted.map(([node, tier]): [NodeId, PictureSubscription] => {
        const known = before?.get(node)
        return [node, known?.tier === tier && !known.gone ? known : this.#subscription(run, tier)]
      }),
    )
    this.#watched.set(run, after)
    this.#onLook(run)
  }

  unwatch(run: RunId): void {
    if (this.#watched.delete(run)) this.#onLook(run)
  }

  leave(): void {
    for (const run of this.#watched.keys()) this.unwatch(run)
  }

  offer(picture: Picture): void {
    const { run, node, tier } = picture.header
    const subscription = this.#watched.get(run)?.get(node)
    if (subscription?.tier === tier) subscription.offer(picture)
  }

  /** Offers the last picture of a node whose run is over, of whatever size: there will be no other. */
  offerLast(picture: Picture): void {
    const { run, node } = picture.header
    this.#watched.get(run)?.get(node)?.offer(picture)
  }

  #subscription(run: RunId, tier: Tier): PictureSubscription {
    return new PictureSubscription({
      tier,
      send: ({ header, jpeg }, drawn) => this.#socket.emit('run:frame', header, jpeg, drawn),
      onGone: () => this.#onLook(run),
      onBack: () => this.#onLook(run),
    })
  }
}
