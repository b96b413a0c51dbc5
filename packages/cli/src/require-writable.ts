import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.js'
import { pathKind } from './path-kind.js'
import { Refusal } from './refusal.js'

/**
 * Refuses a place where no file can be written, before the work is done that would end there. Makes the folder it is to lie in.
 * @throws Refusal `not-writable` where a folder has that name; the system's error
 */
export async function requireWritable(path: string): Promise<void> {
  const folder = dirname(path)
  await makeFolder(folder)
  await access(folder, constants.W_OK)
  if ((await pathKind(path)) !== 'folder') return
  throw new Refusal('not-writable', `${path} is a folder: give the name of a file.`)
}
