import { realpath } from 'node:fs/promises'
import { dirname, relative, sep } from 'node:path'

/** Weight files as a session can find them: a folder, and each file's path inside it, in the order given. */
export interface WeightsPlace {
  /** For `openSession`. */
  readonly folder: string
  /** For the model's external tensors; separated by `/`. */
  readonly locations: readonly string[]
}

/**
 * Follows all links on the way to weight files and gives the deepest folder that holds every file. ONNX Runtime refuses a
 * file whose link leads out of its folder, which is how download caches lay out every model they keep.
 * @throws Error of node:fs where a file does not exist
 */
export async function locateWeights(files: readonly string[]): Promise<WeightsPlace> {
  const real = await Promise.all(files.map((file) => realpath(file)))
  const folder = real.map((file) => dirname(file)).reduce(commonFolder, real[0] === undefined ? '.' : dirname(real[0]))
  return { folder, locations: real.map((file) => relative(folder, file).split(sep).join('/')) }
}

function commonFolder(a: string, b: string): string {
  const holds = (folder: string) => b === folder || b.startsWith(folder.endsWith(sep) ? folder : folder + sep)
  let folder = a
  while (!holds(folder) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}
