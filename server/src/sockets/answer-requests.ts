import { type ApiError, type RequestName, requests } from '@frameloom/protocol'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { ApiProblem } from '../api-problem.js'
import { parsedInput } from '../border/bounded-json.js'
import { problemOf } from '../http/answer-problem.js'
import type { StudioSocket } from './viewer.js'

type Request<E extends RequestName> = z.output<(typeof requests)[E]['request']>
type Result<E extends RequestName> = z.output<(typeof requests)[E]['result']>

/** What does the work of each request. What returns at once is answered at once. */
export type RequestHandlers = {
  readonly [E in RequestName]: (request: Request<E>) => Result<E> | Promise<Result<E>>
}

/** Answers what a page asks for: every request is checked and gets exactly one reply, whatever happens. */
export function answerRequests(socket: StudioSocket, handlers: RequestHandlers, log: Logger): void {
  socket.onAny((name: string, input: unknown, callback: unknown) => {
    // Whoever sends no callback wants no reply; anything else in its place came from no page of ours.
    const reply = (answer: object): void => {
      if (typeof callback === 'function') callback(answer)
    }
    const refuse = (cause: unknown): void => {
      const { error, status } = problemOf(cause)
      if (status >= 500) log.error({ err: cause, request: name }, error.message)
      reply(failed(error))
    }
    try {
      if (!isRequest(name)) throw new ApiProblem('malformed', `There is no request '${name.slice(0, 100)}'.`)
      const result = handled(name, input, handlers)
      if (result instanceof Promise) result.then((value) => reply({ ok: true, ...value }), refuse)
      else reply({ ok: true, ...result })
    } catch (cause) {
      refuse(cause)
    }
  })
}

const isRequest = (name: string): name is RequestName => Object.hasOwn(requests, name)

const failed = (error: ApiError) => ({ ok: false, error })

function handled<E extends RequestName>(
  name: E,
  input: unknown,
  handlers: RequestHandlers,
): Result<E> | Promise<Result<E>> {
  // The schema of this very request was applied; TypeScript does not follow the name through both tables.
  const request = parsedInput(requests[name].request, input, `The request '${name}'`) as Request<E>
  return handlers[name](request)
}
