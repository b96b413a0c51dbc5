import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { type HostServices, NodeError } from '@frameloom/graph'

/**
 * The real path of a file that a document names: below one of the host's input folders, links resolved, and nowhere else.
 * @throws NodeError `input-refused` for names that lead out of these folders or to no file, `input-missing` where none holds the file
 */
export async function inputFile(name: string, { inputDirs = [] }: Pick<HostServices, 'inputDirs'>): Promise<string> {
  if (isAbsolute(name) || /^[A-Za-z]:|[\0]/.test(name) || name.split(/[\\/]/).includes('..')) {
    throw new NodeError(
      'input-refused',
      `The file '${name}' is named by a path of one machine: put it into the input folder and give its name there, so that the document can be shared.`,
    )
  }
  for (const dir of inputDirs) {
    const found = await below(dir, name)
    if (found !== undefined) return found
  }
  const places = inputDirs.length > 0 ? inputDirs.join(', ') : 'an input folder, because this host has none'
  throw new NodeError(
    'input-missing',
    `The file '${name}' was not found in ${places}: put it there, or give a picture as a data URI.`,
  )
}

async function below(dir: string, name: string): Promise<string | undefined> {
  const [root, real] = await Promise.all([realpath(dir), realpath(resolve(dir, name))]).catch(() => [])
  if (root === undefined || real === undefined) return undefined
  const way = relative(root, real)
  if (way === '' || way.startsWith('..') || isAbsolute(way)) return undefined
  if ((await stat(real)).isFile()) return real
  throw new NodeError(
    'input-refused',
    `'${name}' is not a file but a folder or a device: name the files in it one by one, each on a line of its own.`,
  )
}
