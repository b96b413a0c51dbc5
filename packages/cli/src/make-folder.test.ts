import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder } from './make-folder.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frameloom-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('several runs may make the same folder at once', async () => {
  const path = join(folder, 'videos', 'today')
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(path)))
  expect(await readdir(path)).toEqual([])
  await makeFolder(path)
})

test('a file in the way is the reason why there is no folder', async () => {
  await writeFile(join(folder, 'videos'), '')
  await expect(makeFolder(join(folder, 'videos'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(join(folder, 'videos', 'today'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})
