import { canonicalJson, type GraphDocument, type JsonValue, type NodeManifest } from '@frameloom/graph'
import { fieldsOf } from '../params/field.js'

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

/** What a run cannot take over while it plays: everything but live values, places and titles. */
export function fixedPart(document: GraphDocument, manifests: ReadonlyMap<string, NodeManifest>): string {
  const nodes = document.nodes.map(({ id, type, version, params = {} }) => {
    const manifest = manifests.get(type)
    const live = new Set(
      manifest === undefined ? [] : fieldsOf(manifest).flatMap((field) => (field.live ? [field.name] : [])),
    )
    const fixed = Object.fromEntries(Object.entries(params).filter(([name]) => !live.has(name)))
    return { id, type, version, params: fixed }
  })
  return canonicalJson({ nodes, wires: document.wires, timeline: document.timeline ?? [] } as JsonValue)
}
