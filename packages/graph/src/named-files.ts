import type { Catalog } from './catalog.js'
import { checkNodes, type TypedNode } from './check-nodes.js'
import { checkShape } from './check-shape.js'
import type { NodeId } from './ids.js'
import { migrateDocument } from './migrate.js'
import type { FileKind } from './param-meta.js'
import { pointer } from './pointer.js'
import { readJson } from './read-json.js'

/** A file that a node of a document reads. */
export interface NamedFile {
  readonly node: NodeId
  /** Title of the node's type. */
  readonly title: string
  readonly param: string
  /** JSON Pointer of the parameter. */
  readonly path: string
  /** Name below an input folder, as written. */
  readonly name: string
}

/** The names in a text that names files: one a line, without blank lines. */
export const namesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The kind of files that a node with these parameters reads; undefined where it reads none. */
export const fileKindOf = (
  kinds: readonly FileKind[],
  params: Readonly<Record<string, unknown>>,
): FileKind | undefined =>
  kinds.find(({ when }) => Object.entries(when).every(([param, value]) => params[param] === value))

/**
 * All files that the nodes of a document read by their parameters. Whether they are there is for the host to say. Parts of
 * the document that cannot be read name none. Never throws, whatever it is given.
 */
export function namedFiles(input: unknown, catalog: Catalog): NamedFile[] {
  const read = readJson(input)
  const migrated = read.ok ? migrateDocument(read.value) : read
  if (!migrated.ok) return []
  const { nodes } = checkNodes(checkShape(migrated.document), catalog)
  return nodes.filter(({ node }) => node.bypassed !== true).flatMap(filesOfNode)
}

function filesOfNode({ node, index, entry, params }: TypedNode): NamedFile[] {
  return Object.entries(entry.definition.params.shape).flatMap(([param, field]) => {
    const text = params[param]
    const kinds = field.meta()?.files ?? []
    if (typeof text !== 'string' || fileKindOf(kinds, params) === undefined) return []
    const place = {
      node: node.id,
      title: entry.definition.title,
      param,
      path: pointer('nodes', index, 'params', param),
    }
    return namesIn(text)
      .filter((name) => !name.startsWith('data:'))
      .map((name) => ({ ...place, name }))
  })
}
