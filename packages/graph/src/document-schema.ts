import { z } from 'zod'
import type { Catalog } from './catalog.js'
import { graphDocument } from './document.js'

/**
 * JSON Schema of a document, for text editors and other languages. With a catalog it knows the parameters of every
 * installed type; nodes of other types are allowed.
 */
export function documentJsonSchema(catalog: Catalog = new Map()): Record<string, unknown> {
  const schema = z.toJSONSchema(graphDocument, { io: 'input' })
  const nodes = schema.properties?.['nodes']
  const node = typeof nodes === 'object' ? nodes.items : undefined
  if (typeof node !== 'object' || Array.isArray(node)) throw new TypeError('The document schema has no list of nodes.')
  const known = [...catalog.values()].map(({ manifest: { type, title, params } }) => ({
    title,
    properties: { type: { const: type }, params: withoutDialect(params) },
  }))
  const other = {
    title: 'A node of a type that is not installed',
    properties: { type: { not: { enum: [...catalog.keys()] } } },
  }
  const items = known.length === 0 ? node : { ...node, anyOf: [...known, other] }
  return { ...schema, properties: { ...schema.properties, nodes: { ...Object(nodes), items } } }
}

/** A schema inside another one names no dialect of its own. */
function withoutDialect({ $schema: _dialect, ...params }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return params
}
