import { type GraphDocument, loadDocument, saveDocument } from '@frameloom/graph'
import { emptyDocument } from '@frameloom/rete-plugin'
import { nodeIds, type Point } from './edits.js'
import { newNodeId } from './new-id.js'

/** The chosen nodes and the wires among them as the text of a document of their own, for any window. */
export function copied(document: GraphDocument, ids: ReadonlySet<string>): string {
  return saveDocument({
    ...emptyDocument,
    nodes: document.nodes.filter(({ id }) => ids.has(id)),
    wires: document.wires.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
  })
}

export interface Pasted {
  readonly document: GraphDocument
  /** The ids that the pasted nodes got. */
  readonly ids: ReadonlySet<string>
}

export interface PasteOptions {
  /** Where the upper left corner of what is pasted goes; left out: 32 pixels from where it was. */
  readonly at?: Point
  /** Wires into the copied nodes from nodes that were not copied are made too. */
  readonly outerWires?: readonly GraphDocument['wires'][number][]
}

/** Adds the nodes of a document's text under new ids; nothing where the text is no document. */
export function pasted(document: GraphDocument, text: string, options: PasteOptions = {}): Pasted | undefined {
  const loaded = loadDocument(text)
  if (!loaded.ok || loaded.document.nodes.length === 0) return undefined
  const { nodes, wires } = loaded.document
  const taken = new Set(nodeIds(document))
  const renamed = new Map<string, (typeof nodes)[number]['id']>()
  for (const node of nodes) {
    const id = newNodeId(node.type, taken)
    taken.add(id)
    if (!renamed.has(node.id)) renamed.set(node.id, id)
  }
  const corner = cornerOf(nodes)
  const { x, y } = options.at ?? { x: corner.x + 32, y: corner.y + 32 }
  const placed = (from: Partial<Point> = {}) => ({
    x: Math.round((from.x ?? 0) - corner.x + x),
    y: Math.round((from.y ?? 0) - corner.y + y),
  })
  const newNodes = nodes.map((node) => ({
    ...node,
    id: renamed.get(node.id) ?? node.id,
    position: { ...node.position, ...placed(node.position) },
  }))
  const newWires = [...wires, ...(options.outerWires ?? [])].map((wire) => ({
    ...wire,
    from: { ...wire.from, node: renamed.get(wire.from.node) ?? wire.from.node },
    to: { ...wire.to, node: renamed.get(wire.to.node) ?? wire.to.node },
    ...(wire.points && { points: wire.points.map((point) => ({ ...point, ...placed(point) })) }),
  }))
  return {
    document: { ...document, nodes: [...document.nodes, ...newNodes], wires: [...document.wires, ...newWires] },
    ids: new Set(newNodes.map(({ id }) => id)),
  }
}

/** The wires that come from outside into these nodes. */
export const wiresInto = ({ wires }: GraphDocument, ids: ReadonlySet<string>) =>
  wires.filter(({ from, to }) => !ids.has(from.node) && ids.has(to.node))

function cornerOf(nodes: GraphDocument['nodes']): Point {
  const xs = nodes.map(({ position }) => position?.x ?? 0)
  const ys = nodes.map(({ position }) => position?.y ?? 0)
  return { x: Math.min(...xs), y: Math.min(...ys) }
}
