import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'

/**
 * The real path of something that exists under `root`, links resolved; undefined where it does not exist or lies elsewhere.
 * @param segments names below `root`, from anywhere
 */
export async function confinedPath(root: string, ...segments: readonly string[]): Promise<string | undefined> {
  if (segments.some((segment) => segment.includes('\0'))) return undefined
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(resolve(root, ...segments))])
    const way = relative(realRoot, real)
    return way === '' || way.startsWith('..') || isAbsolute(way) ? undefined : real
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw cause
  }
}

/** Is this how the system says that there is no such file? */
export function isMissing(cause: unknown): boolean {
  if (!(cause instanceof Error && 'code' in cause)) return false
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(String(cause.code))
}
