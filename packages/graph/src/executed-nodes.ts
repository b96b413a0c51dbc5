import type { GraphDocument } from './document.js'
import { type Graph, type GraphNode, hasStream } from './graph.js'
import type { NodeId } from './ids.js'
import type { NodeManifest } from './manifest.js'

/**
 * The nodes that a run executes, each after everything it reads: those that work on streams, those without outputs, and
 * all that these read from. A value that nobody would see is not computed.
 */
export function executedNodes({ nodes }: Pick<Graph, 'nodes'>): Map<NodeId, GraphNode> {
  const sources = (id: NodeId) => Array.from(nodes.get(id)?.inputs.values() ?? [], ({ node }) => node)
  const own = [...nodes.values()].filter(({ entry }) => worksByItself(entry.manifest)).map(({ id }) => id)
  const executed = withSources(own, sources)
  return new Map([...nodes].filter(([id]) => executed.has(id)))
}

/** The same of a document that nobody has checked: bypassed nodes count as if they were not, unknown types as executed. */
export function executedNodeIds(
  { nodes, wires }: GraphDocument,
  manifests: ReadonlyMap<string, NodeManifest>,
): ReadonlySet<NodeId> {
  const sources = new Map<NodeId, NodeId[]>(nodes.map(({ id }) => [id, []]))
  for (const { from, to } of wires) sources.get(to.node)?.push(from.node)
  const own = nodes.filter(({ type }) => {
    const manifest = manifests.get(type)
    return manifest === undefined || worksByItself(manifest)
  })
  return withSources(
    own.map(({ id }) => id),
    (id) => sources.get(id) ?? [],
  )
}

/** Is it executed even if nothing reads from it? */
const worksByItself = (manifest: NodeManifest): boolean =>
  manifest.outputs.length === 0 || hasStream({ entry: { manifest } })

/** `ids` and all that they read from, directly or not. */
function withSources(ids: readonly NodeId[], sourcesOf: (id: NodeId) => readonly NodeId[]): ReadonlySet<NodeId> {
  const found = new Set(ids)
  for (const id of found) for (const source of sourcesOf(id)) found.add(source)
  return found
}
