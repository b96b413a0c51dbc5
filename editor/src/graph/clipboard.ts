import {
  type DocumentNode,
  type GraphDocument,
  graphDocument,
  loadDocument,
  newNodeId,
  saveDocument,
} from '@frameloom/graph'
import { emptyDocument } from '@frameloom/rete-plugin'
import { nodeIds, type Point } from './edits.js'
import { newFrameId } from './new-frame-id.js'

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
  /**
   * How many wires, planned changes and exchanges were dropped: their nodes are not in the text, or the document is full.
   */
  readonly leftOut: number
}

/** Pixels of the canvas that a copy lies right of and below what it is of, at least. */
export const STEP = 32

export interface PasteOptions {
  /** Where the upper left corner of what is pasted goes; left out: `shift` from where it was. */
  readonly at?: Point
  /** Pixels to the right and down; 32 where left out. */
  readonly shift?: number
  /** Wires into the copied nodes from nodes that were not copied are made too. */
  readonly outerWires?: readonly GraphDocument['wires'][number][]
}

/**
 * Adds the nodes of a document's text under new ids, with their wires, what is planned of them, and its frames; nothing where the text is
 * no document.
 */
export function pasted(document: GraphDocument, text: string, options: PasteOptions = {}): Pasted | undefined {
  const loaded = loadDocument(text)
  if (!loaded.ok || loaded.document.nodes.length === 0) return undefined
  const { nodes, wires, timeline = [], exchanges = [], frames = [] } = loaded.document
  const renamed = newIds(document, nodes)
  const corner = cornerOf(nodes)
  const { shift = STEP } = options
  const { x, y } = options.at ?? { x: corner.x + shift, y: corner.y + shift }
  const placed = (from: Partial<Point> = {}) => ({
    x: Math.round((from.x ?? 0) - corner.x + x),
    y: Math.round((from.y ?? 0) - corner.y + y),
  })
  const end = <E extends { readonly node: DocumentNode['id'] }>(one: E): E[] => {
    const node = renamed.get(one.node)
    return node === undefined ? [] : [{ ...one, node }]
  }
  const ends = <W extends Ends>(wire: W): W[] =>
    end(wire.from).flatMap((from) => end(wire.to).map((to) => ({ ...wire, from, to })))

  const newNodes = nodes.flatMap((node) => {
    const id = renamed.get(node.id)
    return id === undefined ? [] : [{ ...node, id, position: { ...node.position, ...placed(node.position) } }]
  })
  const inner = wires.flatMap(ends)
  const outer = (options.outerWires ?? []).flatMap((wire) => end(wire.to).map((to) => ({ ...wire, to })))
  const newWires = [...inner, ...outer].map((wire) => ({
    ...wire,
    ...(wire.points && { points: wire.points.map((point) => ({ ...point, ...placed(point) })) }),
  }))
  const changes = timeline.flatMap(end)
  const theirs = exchanges.flatMap(ends)
  // A document holds at most `MOST_EXCHANGES`.
  const fits = graphDocument.shape.exchanges.safeParse([...(document.exchanges ?? []), ...theirs]).success
  const swaps = fits ? theirs : []
  const brought = inner.length + changes.length + swaps.length
  return {
    document: {
      ...document,
      nodes: [...document.nodes, ...newNodes],
      wires: [...document.wires, ...newWires],
      ...withMore('timeline', document.timeline, changes),
      ...withMore('exchanges', document.exchanges, swaps),
      ...withMore('frames', document.frames, newFrames(document, frames, placed)),
    },
    ids: new Set(newNodes.map(({ id }) => id)),
    leftOut: wires.length + timeline.length + exchanges.length - brought,
  }
}

type Ends = Pick<GraphDocument['wires'][number], 'from' | 'to'>
type Frames = NonNullable<GraphDocument['frames']>

/** By id of the text: the one that the first node of that id gets. */
function newIds(document: GraphDocument, nodes: readonly DocumentNode[]): ReadonlyMap<string, DocumentNode['id']> {
  const taken = new Set(nodeIds(document))
  const renamed = new Map<string, DocumentNode['id']>()
  for (const node of nodes) {
    if (renamed.has(node.id)) continue
    const id = newNodeId(node.type, taken)
    taken.add(id)
    renamed.set(node.id, id)
  }
  return renamed
}

function newFrames(document: GraphDocument, frames: Frames, placed: (from: Point) => Point): Frames {
  const taken = new Set(document.frames?.map(({ id }) => id))
  return frames.map((frame) => {
    const id = newFrameId(taken)
    taken.add(id)
    const { x, y } = frame
    return { ...frame, id, ...(typeof x === 'number' && typeof y === 'number' && placed({ x, y })) }
  })
}

/** A list that a document has only where something is in it. */
const withMore = <K extends string, T>(name: K, old: readonly T[] = [], more: readonly T[]): Partial<Record<K, T[]>> =>
  more.length === 0 ? {} : ({ [name]: [...old, ...more] } as Record<K, T[]>)

/** The wires that come from outside into these nodes. */
export const wiresInto = ({ wires }: GraphDocument, ids: ReadonlySet<string>) =>
  wires.filter(({ from, to }) => !ids.has(from.node) && ids.has(to.node))

function cornerOf(nodes: GraphDocument['nodes']): Point {
  const xs = nodes.map(({ position }) => position?.x ?? 0)
  const ys = nodes.map(({ position }) => position?.y ?? 0)
  return { x: Math.min(...xs), y: Math.min(...ys) }
}
