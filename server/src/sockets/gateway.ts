import type { Server as HttpServer } from 'node:http'
import { isOver } from '@frameloom/protocol'
import type { Logger } from 'pino'
import { Server } from 'socket.io'
import type { Guard } from '../border/guard.js'
import type { RunDesk } from '../runs/run-desk.js'
import { admitSockets, allowRequest } from './admit-sockets.js'
import { answerRequests } from './answer-requests.js'
import { roomOf, type SocketBroadcast, type StudioSockets } from './socket-broadcast.js'
import { type StudioSocket, Viewer } from './viewer.js'

/** Bytes of one message from a page; files go over HTTP. */
const MOST_MESSAGE_BYTES = 4 * 1024 * 1024

/** socket.io as this server uses it: websockets alone, nothing compressed, nothing kept for a page that is away. */
export function openSockets(http: HttpServer, guard: Guard, most: number): StudioSockets {
  const sockets: StudioSockets = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MOST_MESSAGE_BYTES,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: allowRequest(guard),
  })
  admitSockets(sockets, guard, most)
  return sockets
}

export interface GatewayOptions {
  readonly sockets: StudioSockets
  readonly broadcast: SocketBroadcast
  readonly desk: RunDesk
  readonly log: Logger
}

/** Connects pages with the runs: what they ask for, and what they watch. */
export function connectPages({ sockets, broadcast, desk, log }: GatewayOptions): void {
  sockets.on('connection', (socket) => {
    const viewer = new Viewer(socket, (run) => desk.look(run))
    broadcast.add(viewer)
    socket.on('disconnect', () => {
      broadcast.remove(viewer)
      viewer.leave()
    })
    answerRequests(socket, pageRequests(socket, viewer, desk), log)
  })
}

function pageRequests(socket: StudioSocket, viewer: Viewer, desk: RunDesk): Parameters<typeof answerRequests>[1] {
  return {
    'run:start': async (request) => ({ view: await desk.start(request) }),
    'run:stop': ({ run, how }) => ({ view: desk.stop(run, how) }),
    'run:pause': ({ run }) => ({ view: desk.pause(run) }),
    'run:resume': async ({ run }) => ({ view: await desk.resume(run) }),
    'run:set': async ({ run, ...change }) => desk.set(run, change),
    'run:exchange': async ({ run, ...exchange }) => desk.exchange(run, exchange),
    'run:watch': ({ run: id, after, previews }) => {
      const run = desk.run(id)
      viewer.watch(id, previews)
      // In one go, so that no event is told between what the reply holds and what follows it.
      void socket.join(roomOf(id))
      setImmediate(() => {
        for (const picture of run.lastPictures) {
          if (isOver(run.view)) viewer.offerLast(picture)
          else viewer.offer(picture)
        }
      })
      const events = after === undefined ? undefined : run.eventsAfter(after)
      return events === undefined ? { from: 'view', view: run.view } : { from: 'events', events }
    },
    'run:unwatch': ({ run }) => {
      viewer.unwatch(run)
      void socket.leave(roomOf(run))
      return {}
    },
  }
}
