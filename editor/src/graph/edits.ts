import {
  type DocumentNode,
  type GraphDocument,
  type JsonObject,
  type JsonValue,
  type NodeManifest,
  newNodeId,
  withoutNodes,
} from '@frameloom/graph'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Every edit takes a document and returns another one, or the same where nothing changes. */
export type Edit = (document: GraphDocument) => GraphDocument

export const nodeIds = ({ nodes }: GraphDocument): ReadonlySet<string> => new Set(nodes.map(({ id }) => id))

/** A node of a type with the defaults of its manifest. */
export function addNode({ type, version }: NodeManifest, position: Point) {
  return (document: GraphDocument): { document: GraphDocument; id: DocumentNode['id'] } => {
    const id = newNodeId(type, nodeIds(document))
    const node: DocumentNode = {
      id,
      type,
      version,
      params: {},
      position: { ...freePlace(document, rounded(position)) },
    }
    return { document: { ...document, nodes: [...document.nodes, node] }, id }
  }
}

/** A place where no node stands exactly: further down right, in steps, until one is free. */
function freePlace(document: GraphDocument, { x, y }: Point): Point {
  const taken = document.nodes.some(({ position }) => Math.hypot((position?.x ?? 0) - x, (position?.y ?? 0) - y) < STEP)
  return taken ? freePlace(document, { x: x + STEP, y: y + STEP }) : { x, y }
}

const STEP = 32

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) })

/** Removes nodes and all that names one of them. */
export const removeNodes =
  (ids: ReadonlySet<string>): Edit =>
  (document) =>
    withoutNodes(document, ids)

/** Changes one node; the others stay the very objects they were, and so does the document where `change` gives the node back. */
export const editNode =
  (id: string, change: (node: DocumentNode) => DocumentNode): Edit =>
  (document) => {
    const nodes = document.nodes.map((node) => (node.id === id ? change(node) : node))
    return nodes.every((node, index) => node === document.nodes[index]) ? document : { ...document, nodes }
  }

export const setParam = (id: string, name: string, value: JsonValue): Edit =>
  editNode(id, (node) => ({ ...node, params: { ...node.params, [name]: value } }))

/** Takes a parameter back to its default. */
export const resetParam = (id: string, name: string): Edit =>
  editNode(id, (node) => {
    if (node.params === undefined || !(name in node.params)) return node
    const { [name]: _gone, ...params }: JsonObject = node.params as JsonObject
    return { ...node, params }
  })

/** An empty title goes back to the one of the node type. */
export const renameNode = (id: string, title: string): Edit =>
  editNode(id, (node) => {
    const { title: old, ...rest } = node
    const next = title.trim() === '' ? undefined : title.trim()
    if (next === old) return node
    return next === undefined ? rest : { ...rest, title: next }
  })

/** Folds all of these nodes to their titles, or opens them all where each is folded. */
export const toggleCollapsed =
  (ids: ReadonlySet<string>): Edit =>
  (document) => {
    const chosen = document.nodes.filter(({ id }) => ids.has(id))
    const fold = chosen.some((node) => node['collapsed'] !== true)
    return {
      ...document,
      nodes: document.nodes.map((node) => {
        if (!ids.has(node.id)) return node
        const { collapsed: _old, ...rest } = node
        return (fold ? { ...rest, collapsed: true } : rest) as DocumentNode
      }),
    }
  }

/** Moves nodes by the same way. */
export const moveNodes =
  (ids: ReadonlySet<string>, { x, y }: Point): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) =>
      ids.has(node.id)
        ? { ...node, position: { ...node.position, x: (node.position?.x ?? 0) + x, y: (node.position?.y ?? 0) + y } }
        : node,
    ),
  })

/** Puts nodes at places. */
export const placeNodes =
  (places: ReadonlyMap<string, Point>): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) => {
      const place = places.get(node.id)
      return place === undefined ? node : { ...node, position: { ...node.position, ...rounded(place) } }
    }),
  })

export const renameDocument =
  (title: string): Edit =>
  (document) => ({ ...document, meta: { ...document.meta, title } })
