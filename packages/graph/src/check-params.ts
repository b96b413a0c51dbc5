import type { CatalogEntry } from './catalog.js'
import { describeProblem } from './describe-problem.js'
import { didYouMean } from './did-you-mean.js'
import type { NodeId } from './ids.js'
import type { Checked, GraphIssue } from './issue.js'
import type { JsonObject } from './json.js'
import { pointer } from './pointer.js'

/** Parameters as executors read them: checked, defaults filled in. */
export type Params = Readonly<Record<string, unknown>>

export interface ParamsToCheck {
  readonly node: NodeId
  /** As written in the document, of the installed version. */
  readonly written: JsonObject
  readonly entry: CatalogEntry
  /** JSON Pointer of the parameters, for issues. */
  readonly path: string
}

/** Checks the parameters of one node: every unknown and every invalid one is an issue. */
export function checkParams({ node, written, entry, path }: ParamsToCheck): Checked<{ readonly params: Params }> {
  const { params: schema, title } = entry.definition
  const known = Object.keys(written).filter((name) => Object.hasOwn(schema.shape, name))
  const issues = Object.keys(written)
    .filter((name) => !Object.hasOwn(schema.shape, name))
    .map((name) => unknownParam({ node, entry, name, path: path + pointer(name) }))

  const given = Object.fromEntries(known.map((name) => [name, written[name]]))
  try {
    const parsed = schema.safeParse(given)
    if (parsed.success && issues.length === 0) return { ok: true, params: parsed.data }
    for (const problem of parsed.error?.issues ?? []) {
      issues.push({
        code: 'invalid-param',
        path: path + pointer(...problem.path),
        node,
        message: `Parameter '${problem.path.join('.')}' of node '${node}' (${title}) ${describeProblem(problem, given)}`,
      })
    }
  } catch (cause) {
    const message = `The parameters of node '${node}' (${title}) cannot be checked: ${String(cause)}. Reset them.`
    issues.push({ code: 'invalid-param', path, node, message })
  }
  return { ok: false, issues }
}

export interface NamedParam {
  readonly node: NodeId
  readonly entry: CatalogEntry
  readonly name: string
  readonly path: string
}

export function unknownParam({ node, entry, name, path }: NamedParam): GraphIssue {
  const names = Object.keys(entry.definition.params.shape)
  const cure = didYouMean(name, names) || ` It has: ${names.join(', ') || 'none'}.`
  const message = `Node '${node}' (${entry.definition.title}) has no parameter '${name}'.${cure} Rename or remove it.`
  return { code: 'unknown-param', path, node, message }
}
