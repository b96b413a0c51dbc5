import { readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { capsuleText } from '../capsule/capsule.js'
import { readCapsule } from '../capsule/read-capsule.js'
import { Mp4Container } from '../mp4/mp4-container.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { smallDisk } from '../testing/small-disk.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { WebmContainer } from '../webm/webm-container.js'
import { AppendFile } from './append-file.js'
import type { Container } from './container.js'
import { ROOM_FOR_CHANGES } from './header-room.js'

const FORMAT = { width: 16, height: 16, fps: 16, createdBy: 'Frameloom 0.1.0' }
const PICTURE = Buffer.from('a picture, which neither container looks into')

const capsuleOf = (prompts: string) => ({ ...exampleCapsule, document: { prompts } })
const commentOf = (prompts: string) => capsuleText(capsuleOf(prompts))

async function begun(container: Container, folder: string): Promise<AppendFile> {
  const file = await AppendFile.create(join(folder, `clip.${container.extension}`))
  if (file === undefined) throw new Error('The folder is not empty.')
  await file.append(container.header(Uint8Array.of(1), commentOf('')))
  await file.append(container.chunk([{ data: PICTURE, isKey: true }], 0))
  return file
}

describe.each<{ name: string; container: () => Container }>([
  { name: 'an MP4', container: () => new Mp4Container(FORMAT) },
  { name: 'a WebM', container: () => new WebmContainer(FORMAT) },
])('the comment of $name', ({ container }) => {
  test('grows by any length, in its place as long as it fits there, and the pictures stay what they are', async () => {
    const inPlace: number[] = []
    for (let growth = ROOM_FOR_CHANGES - 12; growth <= ROOM_FOR_CHANGES + 12; growth += 1) {
      const made = container()
      await using file = await begun(made, await temporaryFolder())
      const before = file.length
      await made.recomment(file, commentOf('.'.repeat(growth)))
      expect((await readCapsule(file.path)).document).toEqual({ prompts: '.'.repeat(growth) })
      if (file.length === before) inPlace.push(growth)
      const bytes = await readFile(file.path)
      expect(bytes).toHaveLength(file.length)
      expect(bytes.subarray(-PICTURE.length)).toEqual(PICTURE)
    }
    expect(inPlace[0]).toBe(ROOM_FOR_CHANGES - 12)
    expect(inPlace.at(-1)).toBeLessThanOrEqual(ROOM_FOR_CHANGES)
  })

  test('grows again, and becomes shorter again', async () => {
    const made = container()
    await using file = await begun(made, await temporaryFolder())
    for (const length of [10, 3 * ROOM_FOR_CHANGES, 5, 3 * ROOM_FOR_CHANGES - 1, 9 * ROOM_FOR_CHANGES]) {
      await made.recomment(file, commentOf('.'.repeat(length)))
      expect((await readCapsule(file.path)).document).toEqual({ prompts: '.'.repeat(length) })
      expect((await readFile(file.path)).subarray(-PICTURE.length)).toEqual(PICTURE)
    }
  })

  test('stays what it was where the disk has no room for a longer one, or the file is gone', async (context) => {
    const folder = await smallDisk(context)
    const made = container()
    await using file = await begun(made, folder)
    const { bavail, bsize } = await statfs(folder)
    await writeFile(join(folder, 'other'), new Uint8Array(bavail * bsize - 16 * 1024))
    const before = await readFile(file.path)
    const longer = made.recomment(file, commentOf('.'.repeat(2 * ROOM_FOR_CHANGES)))
    await expect(longer).rejects.toMatchObject({ code: 'disk-full' })
    expect(await readFile(file.path)).toEqual(before)
    await made.finish(file, { chunks: 1, frames: 1 })
    expect((await readCapsule(file.path)).document).toEqual({ prompts: '' })

    const other = container()
    await using gone = await begun(other, await temporaryFolder())
    await rm(gone.path)
    const rejection = { code: 'file-vanished' }
    await expect(other.recomment(gone, commentOf('.'.repeat(2 * ROOM_FOR_CHANGES)))).rejects.toMatchObject(rejection)
  })
})
