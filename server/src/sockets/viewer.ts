import type { NodeId, RunId } from '@frameloom/graph'
import { type ClientEvents, MOST_PREVIEWS, type ServerEvents, type Tier } from '@frameloom/protocol'
import type { Socket } from 'socket.io'
import { ApiProblem } from '../api-problem.js'
import type { Picture } from '../runs/fan-out.js'
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

  /** Sizes wanted now, by node. */
  previews(run: RunId): ReadonlyMap<NodeId, PictureSubscription> {
    return this.#watched.get(run) ?? new Map()
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
    const before = this.previews(run)
    const after = new Map(
      wanted.map(([node, tier]): [NodeId, PictureSubscription] => {
        const known = before.get(node)
        return [node, known?.tier === tier ? known : this.#subscription(run, node, tier)]
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

  #subscription(run: RunId, node: NodeId, tier: Tier): PictureSubscription {
    return new PictureSubscription({
      tier,
      send: ({ header, jpeg }, drawn) => this.#socket.emit('run:frame', header, jpeg, drawn),
      onGone: () => {
        this.#watched.get(run)?.delete(node)
        this.#onLook(run)
      },
    })
  }
}
