import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of these an install is made. */
const SOURCES = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']

/** What is installed is what the files ask for now, on this kind of machine. */
export function isInstalled(root) {
  try {
    return readFileSync(stampOf(root), 'utf8') === fingerprint(root)
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

/** To be called after a complete install. */
export function noteInstalled(root) {
  writeFileSync(stampOf(root), fingerprint(root))
}

const stampOf = (root) => join(root, 'node_modules', '.frameloom-installed')

/** The libraries that are installed differ by system and processor: a folder that was carried elsewhere counts as empty. */
function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const name of SOURCES) hash.update(readFileSync(join(root, name))).update('\0')
  return `${hash.digest('hex')}\n`
}
