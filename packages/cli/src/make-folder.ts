import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathKind } from './path-kind.js'

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns where a file system takes no folders and says
 * that they are not there, as /proc does.
 * @throws the system's error, with the path
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await pathKind(path)) === 'folder') return
  const above = dirname(path)
  // A root is above itself, and that of a drive may be missing.
  if (above !== path && (await pathKind(above)) === undefined) await makeFolder(above)
  await mkdir(path).catch(async (error: unknown) => {
    // Another run may have made it meanwhile.
    if ((await pathKind(path)) !== 'folder') throw error
  })
}
