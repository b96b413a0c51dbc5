import { DefinitionError } from './check-definition.js'
import { describeNode, type NodeManifest } from './manifest.js'
import type { NodeDefinition } from './node.js'
import type { Pack } from './pack.js'

export interface CatalogEntry {
  readonly definition: NodeDefinition
  readonly manifest: NodeManifest
  /** Name of the pack that offers it. */
  readonly pack: string
}

/** The node types at hand, by type. */
export type Catalog = ReadonlyMap<string, CatalogEntry>

/** @throws DefinitionError where two packs offer one type, or describe one socket differently */
export function createCatalog(packs: readonly Pack[]): Catalog {
  const catalog = new Map<string, CatalogEntry>()
  const sockets = new Map<string, { readonly summary: string; readonly pack: string }>()
  const problems: string[] = []
  for (const { name: pack, nodes } of packs) {
    for (const definition of nodes) {
      const owner = catalog.get(definition.type)?.pack
      if (owner !== undefined) {
        problems.push(
          `'${definition.type}' is offered by '${owner}' and by '${pack}'; install one, or rename the type.`,
        )
        continue
      }
      const manifest = describeNode(definition)
      catalog.set(definition.type, { definition, manifest, pack })
      for (const { socket, summary } of [...manifest.inputs, ...manifest.outputs]) {
        const known = sockets.get(socket) ?? { summary, pack }
        sockets.set(socket, known)
        if (known.summary !== summary) {
          problems.push(`socket '${socket}' of '${pack}' is not the one of '${known.pack}'; import one declaration.`)
        }
      }
    }
  }
  if (problems.length > 0) throw new DefinitionError('The catalog', problems)
  return catalog
}
