import { access, constants, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pathKind } from '../path-kind.js'
import type { Finding } from './finding.js'
import { GIB, gib } from './gib.js'

/** Below this a long video may fill the disk. */
const LITTLE_DISK = 2 * GIB

/** The folder that videos are written to, or the one in which it would be made. */
export async function outFolder(outDir: string): Promise<Finding> {
  const nearest = await nearestPath(resolve(outDir))
  const problem = await problemOf(nearest)
  if (problem !== undefined) {
    const found = `${nearest} ${problem}`
    return { name: 'out-folder', status: 'optional', found, cure: 'Choose another folder with --out.' }
  }
  const { bavail, bsize } = await statfs(nearest)
  const free = bavail * bsize
  const found = `${gib(free)} free at ${nearest}`
  return free >= LITTLE_DISK
    ? { name: 'out-folder', status: 'ok', found }
    : { name: 'out-folder', status: 'optional', found, cure: 'Free some space, or choose another folder with --out.' }
}

/** What keeps files from being written there. */
async function problemOf(path: string): Promise<string | undefined> {
  if ((await pathKind(path)) !== 'folder') return 'is not a folder'
  return access(path, constants.W_OK).then(
    () => undefined,
    () => 'may not be written to',
  )
}

/** `path`, or what lies nearest above it. */
async function nearestPath(path: string): Promise<string> {
  return (await pathKind(path)) !== undefined || dirname(path) === path ? path : nearestPath(dirname(path))
}
