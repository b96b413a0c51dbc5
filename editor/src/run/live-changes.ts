import {
  canonicalJson,
  executedNodeIds,
  type GraphDocument,
  type JsonValue,
  type NodeManifest,
  type Wire,
} from '@frameloom/graph'
import { fieldsOf } from '../params/field.js'
import { isLive } from './live-wires.js'

export interface LiveValue {
  readonly node: string
  readonly param: string
  readonly value: JsonValue
}

/** The values of all parameters that may change while the video plays. */
export function liveValues(
  document: GraphDocument,
  manifests: ReadonlyMap<string, NodeManifest>,
): readonly LiveValue[] {
  return document.nodes.flatMap((node) => {
    const manifest = manifests.get(node.type)
    if (manifest === undefined) return []
    return fieldsOf(manifest)
      .filter(({ live }) => live)
      .map(({ name, fallback }) => ({ node: node.id, param: name, value: node.params?.[name] ?? fallback }))
  })
}

/**
 * What a run cannot take over while it plays: the nodes that take part, their wires and what is planned of both, without live
 * values, live wires, places and titles.
 */
export function fixedPart(document: GraphDocument, manifests: ReadonlyMap<string, NodeManifest>): string {
  const part = executedNodeIds(document, manifests)
  const nodes = document.nodes
    .filter(({ id }) => part.has(id))
    .map(({ id, type, version, params = {}, bypassed = false }) => {
      const manifest = manifests.get(type)
      const live = new Set(
        manifest === undefined ? [] : fieldsOf(manifest).flatMap((field) => (field.live ? [field.name] : [])),
      )
      const fixed = Object.fromEntries(Object.entries(params).filter(([name]) => !live.has(name)))
      // Nobody reads the values of a node that is passed over.
      return { id, type, version, params: bypassed ? {} : fixed, bypassed }
    })
  const wires = document.wires.filter((wire) => part.has(wire.to.node) && !isLive(document, manifests, wire))
  const inOrder = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  const { timeline = [], exchanges = [] } = document
  const planned = exchanges.map((exchange) => `${exchange.chunk} ${canonicalWire(exchange)}`)
  const fixed = { nodes: nodes.toSorted(inOrder), wires: wires.map(canonicalWire).toSorted(), timeline, planned }
  return canonicalJson(fixed as JsonValue)
}

const canonicalWire = ({ from, to }: Pick<Wire, 'from' | 'to'>): string =>
  JSON.stringify([from.node, from.port, to.node, to.port])
