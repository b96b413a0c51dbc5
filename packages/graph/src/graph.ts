import type { Catalog, CatalogEntry } from './catalog.js'
import type { Params } from './check-params.js'
import type { GraphDocument, TimelineEntry, WireExchange } from './document.js'
import type { NodeId } from './ids.js'
import type { JsonObject } from './json.js'

/** One end of a wire. */
export interface PortRef {
  readonly node: NodeId
  readonly port: string
}

/** A node of a checked graph. */
export interface GraphNode {
  readonly id: NodeId
  readonly entry: CatalogEntry
  /** Parameters as written, of the installed version. */
  readonly written: JsonObject
  /** Parameters as the executor reads them. */
  readonly params: Params
  /** The output that feeds each wired input, by input. */
  readonly inputs: ReadonlyMap<string, PortRef>
  /** The inputs that read this node's outputs, and from which output. */
  readonly readers: readonly { readonly port: string; readonly to: PortRef }[]
}

/**
 * A document that can run: proof that validation found nothing. Made by `checkDocument`; `rewired` derives others from it.
 */
export interface Graph {
  /** The document, brought to the newest format and to the installed node versions. */
  readonly document: GraphDocument
  /** The node types that it was checked with. */
  readonly catalog: Catalog
  /**
   * By id, each after everything it reads. `checkDocument` wires them as before any exchange, `graphAt` as at a chunk.
   */
  readonly nodes: ReadonlyMap<NodeId, GraphNode>
  /** In the order of chunks; entries for one chunk in the order of the document. */
  readonly timeline: readonly TimelineEntry[]
  /** In the order of chunks; of one chunk in the order of the document. */
  readonly exchanges: readonly WireExchange[]
}

/** Does it read or write a stream? Otherwise it is a node of values, computed once and again when something live changes. */
export const hasStream = ({ entry: { manifest } }: { readonly entry: Pick<CatalogEntry, 'manifest'> }): boolean =>
  [...manifest.inputs, ...manifest.outputs].some(({ flow }) => flow === 'stream')
