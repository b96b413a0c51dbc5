import type { Catalog, GraphDocument, JsonValue, ParamChange } from '@frameloom/graph'
import { nodeId } from '@frameloom/graph'
import { InvalidArgumentError } from 'commander'

/** `--set node.param=value`, as written. */
export interface Assignment {
  readonly node: string
  readonly param: string
  readonly text: string
}

/** Collects `--set` options. A node's id may hold dots, a parameter's name may not. */
export function parseAssignment(option: string, before: readonly Assignment[]): readonly Assignment[] {
  const [, node, param, text] = /^(.+)\.([^.=]+)=(.*)$/s.exec(option) ?? []
  if (node === undefined || param === undefined || text === undefined) {
    throw new InvalidArgumentError(`Write node.param=value, such as --set sampler.seed=7.`)
  }
  return [...before, { node, param, text }]
}

/** The change that an assignment asks for. Its text is JSON where that fits the parameter, otherwise plain text. */
export function changeOf({ node, param, text }: Assignment, document: GraphDocument, catalog: Catalog): ParamChange {
  const type = document.nodes.find(({ id }) => id === node)?.type
  const field = type === undefined ? undefined : catalog.get(type)?.definition.params.shape[param]
  const json = asJson(text)
  const value = json === undefined || (field?.safeParse(text).success && !field.safeParse(json).success) ? text : json
  return { node: nodeId.parse(node), param, value }
}

function asJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
