import type { DocumentNode, Exchange, GraphDocument, NodeManifest, Wire } from '@frameloom/graph'

type Manifests = ReadonlyMap<string, NodeManifest>

/** By end: which output feeds each live input of a document. */
export type LiveWires = ReadonlyMap<string, Wire>

/** The wires into live inputs: those that may be exchanged while the video plays. */
export function liveWires(document: GraphDocument, manifests: Manifests): LiveWires {
  const live = document.wires.filter((wire) => isLive(document, manifests, wire))
  return new Map(live.map((wire) => [endOf(wire), wire]))
}

/**
 * What a run that executes the nodes `known` must be told so that its live inputs are fed as in `document`; undefined where they
 * are fed so already, or a node that would come in still lacks a wire. A live input that is left without one is not told: that
 * is a matter of the next run.
 */
export function exchangeFor(
  document: GraphDocument,
  manifests: Manifests,
  { sent, known }: { readonly sent: LiveWires; readonly known: ReadonlySet<string> },
): Exchange | undefined {
  const changed = [...liveWires(document, manifests)].filter(
    ([end, wire]) => known.has(wire.to.node) && !hasSameSource(wire, sent.get(end)),
  )
  if (changed.length === 0) return undefined
  const added = upstream(
    document,
    changed.map(([, wire]) => wire.from.node),
    (id) => !known.has(id),
  )
  const nodes = document.nodes.filter(({ id }) => added.has(id))
  const feeds = document.wires.filter(({ to }) => added.has(to.node))
  if (nodes.some((node) => lacksWire(node, feeds, manifests))) return undefined
  return {
    nodes,
    wires: [...feeds, ...changed.map(([, wire]) => wire)],
  }
}

/** What a run plays that has taken the exchange. */
export function afterExchange(document: GraphDocument, { nodes, wires }: Exchange): GraphDocument {
  const added = new Set(nodes.map(({ id }) => id))
  const fed = new Set(wires.map(endOf))
  return {
    ...document,
    nodes: [...document.nodes.filter(({ id }) => !added.has(id)), ...nodes],
    wires: [...document.wires.filter((wire) => !fed.has(endOf(wire))), ...wires],
  }
}

export function isLive(document: GraphDocument, manifests: Manifests, { to }: Wire): boolean {
  const type = document.nodes.find(({ id }) => id === to.node)?.type
  const manifest = type === undefined ? undefined : manifests.get(type)
  return manifest?.inputs.find(({ name }) => name === to.port)?.live === true
}

function lacksWire({ id, type }: DocumentNode, wires: readonly Wire[], manifests: Manifests): boolean {
  const needed = manifests.get(type)?.inputs.filter(({ optional }) => !optional) ?? []
  return needed.some(({ name }) => !wires.some(({ to }) => to.node === id && to.port === name))
}

/** `from` and everything that feeds it, as far as `counts`. */
function upstream(
  document: GraphDocument,
  from: readonly string[],
  counts: (id: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || !counts(id)) continue
    found.add(id)
    for (const wire of document.wires) if (wire.to.node === id) open.push(wire.from.node)
  }
  return found
}

type Ends = Pick<Wire, 'from' | 'to'>

export const hasSameSource = ({ from }: Ends, other: Ends | undefined): boolean =>
  other !== undefined && from.node === other.from.node && from.port === other.from.port

/** The input that a wire feeds, as a key. */
export const endOf = ({ to }: Ends): string => JSON.stringify([to.node, to.port])
