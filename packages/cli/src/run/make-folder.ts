import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns where a file system takes no folders and says
 * that they are not there, as /proc does.
 * @throws the system's error, with the path
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return
  if (!(await exists(dirname(path)))) await makeFolder(dirname(path))
  await mkdir(path)
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  )

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
