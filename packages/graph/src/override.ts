import type { Catalog } from './catalog.js'
import { unknownNode } from './check-wires.js'
import type { GraphDocument } from './document.js'
import type { NodeId } from './ids.js'
import type { Checked } from './issue.js'
import type { JsonValue } from './json.js'
import { pointer } from './pointer.js'

/** A parameter to be set, as somebody wrote it: the node may not exist, and its name may be no id at all. */
export interface ParamOverride {
  readonly node: string
  readonly param: string
  readonly value: JsonValue
}

/**
 * The document with other parameters, for `--set node.param=value` and the like. Names and values are checked by
 * `checkDocument`; here only that the nodes are there.
 */
export function withParams(
  document: GraphDocument,
  changes: readonly ParamOverride[],
): Checked<{ readonly document: GraphDocument }> {
  const ids = new Set<string>(document.nodes.map(({ id }) => id))
  const issues = changes
    .filter(({ node }) => !ids.has(node))
    .map(({ node }) => unknownNode({ node, path: '', holder: 'The change' }, ids))
  if (issues.length > 0) return { ok: false, issues }
  const nodes = document.nodes.map((node) => {
    const own = changes.filter((change) => change.node === node.id)
    const params = Object.fromEntries([
      ...Object.entries(node.params ?? {}),
      ...own.map(({ param, value }): [string, unknown] => [param, value]),
    ])
    return own.length === 0 ? node : { ...node, params: params as typeof node.params }
  })
  return { ok: true, document: { ...document, nodes } }
}

/** The parameters that say how long the document runs: the `horizon` of every node whose type declares one. */
export function horizonParams(document: GraphDocument, catalog: Catalog): { node: NodeId; param: string }[] {
  return document.nodes.flatMap(({ id, type }) => {
    const param = catalog.get(type)?.definition.horizon
    return param === undefined ? [] : [{ node: id, param }]
  })
}

/** The document with another length, in chunks; 0 is endless. For `--chunks N`, without knowing any node type. */
export function withHorizon(
  document: GraphDocument,
  catalog: Catalog,
  chunks: number,
): Checked<{ readonly document: GraphDocument }> {
  const changes = horizonParams(document, catalog).map((at) => ({ ...at, value: chunks }))
  if (changes.length > 0) return withParams(document, changes)
  const message = `No node of the document has a length, so ${chunks} chunks cannot be asked for. Leave the length out.`
  return { ok: false, issues: [{ code: 'no-horizon', path: pointer('nodes'), message }] }
}

/** The parameters that declare themselves seeds by `role: 'seed'`. */
export function seedParams(document: GraphDocument, catalog: Catalog): { node: NodeId; param: string }[] {
  return document.nodes.flatMap(({ id, type }) => {
    const fields = Object.entries(catalog.get(type)?.definition.params.shape ?? {})
    return fields.filter(([, field]) => field.meta()?.role === 'seed').map(([param]) => ({ node: id, param }))
  })
}

/** The document with another seed in every node that draws noise. For `--seed N`, without knowing any node type. */
export function withSeed(
  document: GraphDocument,
  catalog: Catalog,
  seed: number,
): Checked<{ readonly document: GraphDocument }> {
  const changes = seedParams(document, catalog).map((at) => ({ ...at, value: seed }))
  if (changes.length > 0) return withParams(document, changes)
  const message = `No node of the document has a seed, so seed ${seed} would change nothing. Leave the seed out.`
  return { ok: false, issues: [{ code: 'no-seed', path: pointer('nodes'), message }] }
}
