import type { CatalogEntry } from './catalog.js'
import type { PortRef } from './graph.js'
import type { NodeId } from './ids.js'
import type { GraphIssue } from './issue.js'
import { pointer } from './pointer.js'

/** A node and the sound wires into it. */
export interface WiredNode {
  readonly id: NodeId
  readonly index: number
  readonly entry: CatalogEntry
  readonly inputs: ReadonlyMap<string, PortRef>
  /** Inputs that some wire reaches, sound or not: a bad wire is reported once, not also as a missing one. */
  readonly reached: ReadonlySet<string>
}

export function missingWires({ id, index, entry, reached }: WiredNode): GraphIssue[] {
  return entry.manifest.inputs
    .filter(({ name, optional }) => !optional && !reached.has(name))
    .map(({ name, socket, flow, help }) => ({
      code: 'missing-wire',
      path: pointer('nodes', index),
      node: id,
      port: name,
      message: `Input '${name}' of node '${id}' (${entry.definition.title}) has no wire; it takes ${flow === 'stream' ? `a stream of ${socket}` : socket}. ${help}`,
    }))
}

/** The `conflicts` of the node's type that its wires run into. */
export function conflicts(node: WiredNode, entries: ReadonlyMap<string, CatalogEntry | undefined>): GraphIssue[] {
  const { id, index, entry, inputs } = node

  function hasTrait(input: string, trait: string | undefined): boolean {
    const from = inputs.get(input)
    const outputs = from === undefined ? [] : (entries.get(from.node)?.manifest.outputs ?? [])
    return outputs.some(({ name, traits }) => name === from?.port && trait !== undefined && traits.includes(trait))
  }

  return entry.manifest.conflicts
    .filter((rule) => Object.entries(rule.inputs).every(([input, trait]) => hasTrait(input, trait)))
    .map((rule) => {
      const named = Object.keys(rule.inputs)
      const sources = named.map((input) => `'${input}' from node '${inputs.get(input)?.node ?? ''}'`).join(' and ')
      return {
        code: 'conflict',
        path: pointer('nodes', index),
        node: id,
        port: named.at(-1) ?? '',
        message: `Node '${id}' (${entry.definition.title}) cannot use ${sources} together: ${rule.message}`,
      }
    })
}
