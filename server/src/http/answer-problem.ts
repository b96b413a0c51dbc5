import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { ApiProblem } from '../api-problem.js'

/** The last word of the application: every refusal in one shape, what nobody foresaw in the log. */
export function answerProblem(log: Logger): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- express knows an error handler by its four parameters
  return (thrown: unknown, request, response, next) => {
    const problem = problemOf(thrown)
    if (problem.status >= 500) log.error({ err: thrown, method: request.method, path: request.path }, problem.message)
    if (response.headersSent) next(thrown)
    else sendProblem(response, problem)
  }
}

/** Sends a refusal. */
export function sendProblem(response: Response, problem: ApiProblem): void {
  response.status(problem.status).json({ error: problem.error })
}

/** What to answer for anything thrown; the outside learns nothing about what nobody foresaw. */
export function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined
  if (status === 413) return new ApiProblem('too-large', 'The body is larger than this route takes: send less.')
  if (status === 404) return new ApiProblem('not-found', 'There is no such file.')
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new ApiProblem('malformed', `The request cannot be read: ${(thrown as Error).message}.`)
  }
  return new ApiProblem('internal', 'Something went wrong in the server; its log says what.')
}
