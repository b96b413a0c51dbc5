import type { NodeDefinition } from './node.js'

/** The node types that one package offers. */
export interface Pack {
  /** The package's name, for example `@frameloom/nodes-memory`. */
  readonly name: string
  readonly nodes: readonly NodeDefinition[]
}

/** Declares a pack: `export const pack = definePack({ name: '@acme/nodes-colour', nodes: [invert] })`. */
export function definePack(pack: Pack): Pack {
  return pack
}
