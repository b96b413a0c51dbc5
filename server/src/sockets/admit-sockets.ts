import type { IncomingMessage } from 'node:http'
import { handshake, PROTOCOL_VERSION, type Refusal, type RefusalReason } from '@frameloom/protocol'
import { ApiProblem } from '../api-problem.js'
import { parsedInput } from '../border/bounded-json.js'
import type { Guard } from '../border/guard.js'
import type { StudioSockets } from './socket-broadcast.js'

/** Checks the headers of a handshake before socket.io looks at it: socket.io itself accepts any origin. */
export function allowRequest(guard: Guard) {
  return (request: IncomingMessage, answer: (error: string | null | undefined, allowed: boolean) => void): void => {
    try {
      guard.requireOwnPage(request.headers)
      answer(null, true)
    } catch (cause) {
      answer(cause instanceof ApiProblem ? cause.error.code : 'internal', false)
    }
  }
}

/** Refuses sockets without the token, of another protocol version, or beyond the limit, each with its reason. */
export function admitSockets(sockets: StudioSockets, guard: Guard, most: number): void {
  sockets.use((socket, next) => {
    try {
      const { protocol, token } = parsedInput(handshake, socket.handshake.auth, 'The handshake')
      guard.requireToken(socket.request.headers, token)
      if (protocol !== PROTOCOL_VERSION) {
        const message = `The page speaks version ${protocol}, this server ${PROTOCOL_VERSION}: reload the page.`
        throw new ApiProblem('protocol-mismatch', message)
      }
      if (sockets.engine.clientsCount > most) {
        throw new ApiProblem(
          'too-many-connections',
          `${most} pages are connected, as many as this server takes: close one.`,
        )
      }
      next()
    } catch (cause) {
      next(refusalOf(cause))
    }
  })
}

function refusalOf(cause: unknown): Error & { data: Refusal } {
  const { code, message } = cause instanceof ApiProblem ? cause.error : { code: 'internal', message: 'Not admitted.' }
  // A handshake that cannot be read comes from something that speaks another protocol.
  const reason: RefusalReason = code === 'unauthorized' || code === 'too-many-connections' ? code : 'protocol-mismatch'
  return Object.assign(new Error(message), { data: { reason, protocol: PROTOCOL_VERSION, message } })
}
