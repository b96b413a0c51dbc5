import type { Catalog, GraphDocument, JsonValue, ParamOverride } from '@frameloom/graph'
import type { Assignment } from './assignment.js'

/** The change that an assignment asks for. Its text is JSON where that fits the parameter, otherwise plain text. */
export function changeOf({ node, param, text }: Assignment, document: GraphDocument, catalog: Catalog): ParamOverride {
  const type = document.nodes.find(({ id }) => id === node)?.type
  const field = type === undefined ? undefined : catalog.get(type)?.definition.params.shape[param]
  const json = asJson(text)
  const value = json === undefined || (field?.safeParse(text).success && !field.safeParse(json).success) ? text : json
  return { node, param, value }
}

function asJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
