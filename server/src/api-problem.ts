import type { GraphIssue } from '@frameloom/graph'
import { type ApiError, type ErrorCode, errorStatus } from '@frameloom/protocol'

/** A request that is turned down. The message is one sentence with place, found, expected and cure. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly error: ApiError

  constructor(code: ErrorCode, message: string, details: Omit<ApiError, 'code' | 'message'> = {}) {
    super(message)
    this.error = { code, message, ...details }
  }

  get status(): number {
    return errorStatus[this.error.code]
  }
}

/** Turned down for what is wrong with a document, or with a change of it. */
export function refusedFor(issues: readonly GraphIssue[], what: string): ApiProblem {
  const [first] = issues
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return new ApiProblem('refused', `${what}: ${first?.message ?? 'no reason was given.'}${more}`, {
    issues: [...issues],
  })
}
