import type { NodeId, RunId } from '@frameloom/graph'
import type { ClientEvents, RunSummary, ServerEvents, StudioEvent, Tier } from '@frameloom/protocol'
import type { Server } from 'socket.io'
import type { Previews } from '../runs/attempt.js'
import type { Broadcast, Picture } from '../runs/broadcast.js'
import type { Viewer } from './viewer.js'

export type StudioSockets = Server<ClientEvents, ServerEvents>

/** Room of a run's viewers. */
export const roomOf = (run: RunId): string => `run ${run}`

/** News over socket.io: events to the room of their run, pictures to each viewer by its credit. */
export class SocketBroadcast implements Broadcast {
  readonly #sockets: StudioSockets
  readonly #viewers = new Set<Viewer>()

  constructor(sockets: StudioSockets) {
    this.#sockets = sockets
  }

  get size(): number {
    return this.#viewers.size
  }

  add(viewer: Viewer): void {
    this.#viewers.add(viewer)
  }

  remove(viewer: Viewer): void {
    this.#viewers.delete(viewer)
  }

  /** What all viewers together want to see of a run. */
  previews(run: RunId): Previews {
    const wanted = new Map<NodeId, Set<Tier>>()
    for (const viewer of this.#viewers) {
      for (const [node, tier] of viewer.previews(run)) {
        wanted.set(node, (wanted.get(node) ?? new Set()).add(tier))
      }
    }
    return Object.fromEntries(Array.from(wanted, ([node, of]) => [node, [...of]])) as Previews
  }

  event(event: StudioEvent): void {
    this.#sockets.to(roomOf(event.run)).emit('run:event', event)
  }

  picture(picture: Picture): void {
    for (const viewer of this.#viewers) viewer.offer(picture)
  }

  summary(summary: RunSummary): void {
    this.#sockets.emit('run:summary', summary)
  }

  deleted(run: RunId): void {
    this.#sockets.emit('run:deleted', run)
  }
}
