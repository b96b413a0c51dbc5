import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Catalog, createCatalog, type Pack } from '@frameloom/graph'
import { bundledPacks } from './bundled-catalog.js'

/** Thrown where a pack cannot be installed. The message is one sentence with the cure. */
export class PackError extends Error {
  override readonly name = 'PackError'
  readonly code = 'pack-invalid'
}

/**
 * The node types of the bundled packs and of further ones. Importing a pack runs its code: take names from the person who
 * starts the program only, never from a document.
 * @param modules package names or absolute paths of modules that export `pack`
 * @throws PackError; DefinitionError where packs contradict each other
 */
export async function loadCatalog(modules: readonly string[]): Promise<Catalog> {
  return createCatalog([...bundledPacks, ...(await Promise.all(modules.map(importPack)))])
}

async function importPack(name: string): Promise<Pack> {
  let module: unknown
  try {
    module = await import(isAbsolute(name) ? pathToFileURL(name).href : name)
  } catch (cause) {
    throw new PackError(`The pack '${name}' cannot be imported (${String(cause)}): install it, or check its name.`, {
      cause,
    })
  }
  if (isPackModule(module)) return module.pack
  throw new PackError(`The module '${name}' exports no \`pack\`: export what definePack returns under that name.`)
}

function isPackModule(module: unknown): module is { readonly pack: Pack } {
  if (typeof module !== 'object' || module === null || !('pack' in module)) return false
  const { pack } = module
  return typeof pack === 'object' && pack !== null && 'nodes' in pack && Array.isArray(pack.nodes)
}
