import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { outFolder } from './out-folder.js'

test('tells the room at the folder above one that is not there yet, and a file that is in the way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  expect((await outFolder(join(folder, 'videos', 'today'))).found).toMatch(/ GiB free at /)
  const file = join(folder, 'notes.txt')
  await writeFile(file, '')
  for (const path of [file, join(file, 'today')]) {
    expect(await outFolder(path)).toMatchObject({ status: 'optional', found: `${file} is not a folder` })
  }
})
