import { graphIssue } from '@frameloom/graph'
import { z } from 'zod'
import type { RefusalReason } from './version.js'

/** Everything that a request can be answered with instead of a result, and its HTTP status. */
export const errorStatus = {
  /** The body is no JSON, or not of the shape that the route takes. */
  malformed: 400,
  unauthorized: 401,
  'foreign-origin': 403,
  'protocol-mismatch': 426,
  'not-found': 404,
  'method-not-allowed': 405,
  /** Somebody saved the document meanwhile; `revision` of the error is the newest one. */
  'stale-revision': 409,
  /** The run is not in a state in which this can be done. */
  'wrong-state': 409,
  'too-large': 413,
  'wrong-media-type': 415,
  /** The `Host` header names a host that the server does not answer for. */
  'foreign-host': 421,
  /** The document cannot run, or the change cannot be made: `issues` says why. */
  refused: 422,
  /** The file carries no document. */
  'no-document': 422,
  /** The file is of no kind that is taken, or cannot be decoded. */
  'wrong-content': 422,
  'too-many-connections': 429,
  'too-many-runs': 429,
  /** Previews of so many nodes at once are not sent to one viewer. */
  'too-many-watched': 429,
  internal: 500,
  'shutting-down': 503,
  'disk-full': 507,
} as const satisfies Record<RefusalReason, number> & Record<string, number>

export type ErrorCode = keyof typeof errorStatus
const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]

/** Why a request was turned down. */
export const apiError = z.object({
  code: z.enum(codes),
  /** One sentence with place, found, expected and cure. */
  message: z.string(),
  /** Where in the request, as a JSON Pointer. */
  path: z.string().optional(),
  /** All that is wrong with a document or with a change of it. */
  issues: z.array(graphIssue).optional(),
  /** With `stale-revision`: the newest revision. */
  revision: z.int().optional(),
})
export type ApiError = z.output<typeof apiError>

/** Body of every HTTP answer from status 400 up. */
export const errorBody = z.object({ error: apiError })
