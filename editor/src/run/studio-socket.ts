import { type ClientEvents, PROTOCOL_VERSION, type ServerEvents } from '@frameloom/protocol'
import { io, type Socket } from 'socket.io-client'

export type StudioSocket = Socket<ServerEvents, ClientEvents>

/** The page's one connection to the studio; it connects again by itself. */
export const openSocket = (): StudioSocket =>
  io({ transports: ['websocket'], auth: { protocol: PROTOCOL_VERSION }, reconnectionDelayMax: 4000 })
