import type { Checked, GraphIssue, IssueCode } from './issue.js'
import type { JsonValue } from './json.js'
import { pointer } from './pointer.js'

/** Bounds of what is read as a document, far above any graph that a person draws. */
export const LIMITS = { characters: 32 * 1024 * 1024, values: 1_000_000, depth: 100 } as const

class Refusal extends Error {
  readonly issue: GraphIssue
  constructor(issue: GraphIssue) {
    super(issue.message)
    this.issue = issue
  }
}

/** Parses JSON text; a syntax error is an issue with line and column. */
export function parseJson(text: string): Checked<{ readonly value: JsonValue }> {
  if (text.length > LIMITS.characters) {
    return refused('too-large', `The text has ${text.length} characters; a document has at most ${LIMITS.characters}.`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    return refused('not-json', `The text is not JSON${syntaxPlace(text, cause)}. Open a *.frameloom.json file.`)
  }
  return readJson(value)
}

/**
 * Copies anything into plain JSON, within `LIMITS`, so that what follows meets neither getters nor proxies nor cycles.
 * Never throws. As in `JSON.stringify`, properties that are `undefined` are left out.
 */
export function readJson(input: unknown): Checked<{ readonly value: JsonValue }> {
  const path: PropertyKey[] = []
  let values = 0

  function copied(value: unknown): JsonValue {
    if (++values > LIMITS.values) {
      throw new Refusal(issueOf('too-large', `The document has more than ${LIMITS.values} values. Split it.`))
    }
    if (path.length > LIMITS.depth) {
      const message = `The document is nested deeper than ${LIMITS.depth} levels at '${pointer(...path.slice(0, 5))}…'. Flatten it.`
      throw new Refusal({ ...issueOf('too-deep', message), path: pointer(...path) })
    }
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (Array.isArray(value)) return Array.from(value, (element: unknown, index) => within(index, element))
    if (Object.prototype.toString.call(value) === '[object Object]') {
      const kept = Object.entries(value as object).filter(([, member]) => member !== undefined)
      return Object.fromEntries(kept.map(([key, member]) => [key, within(key, member)]))
    }
    const message = `'${pointer(...path)}' is ${typeof value === 'number' ? value : typeof value}, which JSON cannot carry. Remove it.`
    throw new Refusal({ ...issueOf('not-json', message), path: pointer(...path) })
  }

  function within(key: PropertyKey, value: unknown): JsonValue {
    path.push(key)
    const copy = copied(value)
    path.pop()
    return copy
  }

  try {
    return { ok: true, value: copied(input) }
  } catch (cause) {
    if (cause instanceof Refusal) return { ok: false, issues: [cause.issue] }
    return refused('not-json', `The document cannot be read at '${pointer(...path)}'. Pass plain JSON.`)
  }
}

const issueOf = (code: IssueCode, message: string): GraphIssue => ({ code, path: '', message })

const refused = (code: IssueCode, message: string) => ({ ok: false as const, issues: [issueOf(code, message)] })

function syntaxPlace(text: string, cause: unknown): string {
  const position = cause instanceof Error ? /position (\d+)/.exec(cause.message)?.[1] : undefined
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return `: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} is not what JSON expects there`
}
