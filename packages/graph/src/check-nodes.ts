import type { Catalog, CatalogEntry } from './catalog.js'
import { checkParams, type Params } from './check-params.js'
import type { Placed, Shape } from './check-shape.js'
import { didYouMean } from './did-you-mean.js'
import type { DocumentNode } from './document.js'
import { type GraphIssue, MOST_ISSUES } from './issue.js'
import { migrateNode } from './migrate.js'
import { pointer } from './pointer.js'

/** A node whose type is installed. */
export interface TypedNode {
  readonly index: number
  /** Of the installed version. */
  readonly node: DocumentNode
  readonly entry: CatalogEntry
  /** Empty where the parameters are at fault. */
  readonly params: Params
}

export interface CheckedNodes {
  readonly nodes: readonly TypedNode[]
  /** The type of every node by id; `undefined` where it is unknown or the node is malformed. */
  readonly entries: ReadonlyMap<string, CatalogEntry | undefined>
  readonly issues: readonly GraphIssue[]
}

/** Checks every node by itself: its id, its type, its version and its parameters. */
export function checkNodes({ nodes: placed, lostNodes }: Shape, catalog: Catalog): CheckedNodes {
  const entries = new Map<string, CatalogEntry | undefined>([...lostNodes].map((id) => [id, undefined]))
  const nodes: TypedNode[] = []
  const issues: GraphIssue[] = []
  for (const { index, part: node } of placed) {
    const entry = catalog.get(node.type)
    if (entries.has(node.id) && !lostNodes.has(node.id)) {
      issues.push(duplicateNode(node, index))
      continue
    }
    entries.set(node.id, entry)
    if (issues.length > MOST_ISSUES) continue
    if (entry === undefined) issues.push(unknownType({ index, part: node }, catalog))
    else {
      const typed = typedNode({ index, part: node }, entry)
      nodes.push(typed.node)
      issues.push(...typed.issues)
    }
  }
  return { nodes, entries, issues }
}

function typedNode({ index, part }: Placed<DocumentNode>, entry: CatalogEntry) {
  const migrated = migrateNode({ node: part, index, definition: entry.definition })
  if (!migrated.ok) return { node: { index, node: part, entry, params: {} }, issues: migrated.issues }
  const { node } = migrated
  const path = pointer('nodes', index, 'params')
  const checked = checkParams({ node: node.id, written: node.params ?? {}, entry, path })
  return checked.ok
    ? { node: { index, node, entry, params: checked.params }, issues: [] }
    : { node: { index, node, entry, params: {} }, issues: checked.issues }
}

function duplicateNode({ id }: DocumentNode, index: number): GraphIssue {
  const message = `Two nodes have the id '${id}'; wires could not tell them apart. Give node ${index} of the list another id.`
  return { code: 'duplicate-node', path: pointer('nodes', index, 'id'), node: id, message }
}

function unknownType({ index, part: { id, type } }: Placed<DocumentNode>, catalog: Catalog): GraphIssue {
  const message = `Node '${id}' is of type '${type}', which no installed pack offers.${didYouMean(type, catalog.keys())} Install its pack or replace the node.`
  return { code: 'unknown-node-type', path: pointer('nodes', index, 'type'), node: id, message }
}
