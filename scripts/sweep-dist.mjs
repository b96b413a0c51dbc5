// Removes from the `dist` of the package it is started in what was built from sources that are gone, so that it is not
// published. What has a source stays as it is, for whoever reads it meanwhile.
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const BUILT = /\.(?:js|d\.ts)(?:\.map)?$/

for (const file of await readdir('dist', { recursive: true })) {
  const source = join('src', file.replace(BUILT, ''))
  if (BUILT.test(file) && !existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) await rm(join('dist', file))
}
