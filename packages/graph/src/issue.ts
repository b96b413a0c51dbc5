import { z } from 'zod'

/** Everything that can be wrong with a document or with a change to it. Closed: programs may switch over it. */
export const issueCodes = [
  'not-json',
  'too-large',
  'too-deep',
  'wrong-format',
  'newer-format',
  'malformed',
  'duplicate-node',
  'unknown-node-type',
  'newer-node-version',
  'migration-failed',
  'unknown-param',
  'invalid-param',
  'missing-file',
  'unknown-node',
  'unknown-port',
  'duplicate-wire',
  'missing-wire',
  'socket-mismatch',
  'flow-mismatch',
  'cycle',
  'conflict',
  'cannot-bypass',
  'not-live',
  'node-refused',
  'run-over',
  'no-horizon',
  'no-seed',
  'nothing-to-run',
  'more-issues',
] as const

export const graphIssue = z.object({
  code: z.enum(issueCodes),
  /** Where in the document, as a JSON Pointer (RFC 6901): `/nodes/2/params/rate`; empty for the whole document. */
  path: z.string(),
  /** The node concerned, by its id. */
  node: z.string().optional(),
  /** The port of `node` concerned. */
  port: z.string().optional(),
  /** All nodes concerned where they are several: those of a cycle, in the order of its wires. */
  nodes: z.array(z.string()).optional(),
  /** The place, what was found, what was expected and what to do. */
  message: z.string(),
})

/** Something wrong with a document: found by validation and returned, never thrown. */
export type GraphIssue = z.output<typeof graphIssue>
export type IssueCode = GraphIssue['code']

/** At most this many issues are reported, then one of code `more-issues`. */
export const MOST_ISSUES = 200

/** A result that is either what was asked for or the reasons against it. */
export type Checked<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly issues: readonly GraphIssue[] }
