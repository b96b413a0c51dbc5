import { readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { type Capsule, capsuleText } from '../capsule/capsule.js'
import { readCapsule } from '../capsule/read-capsule.js'
import { readByMediabunny } from '../testing/decode-video.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { smallDisk } from '../testing/small-disk.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import type { VideoError } from '../video-error.js'
import { AppendFile } from './append-file.js'
import type { Container } from './container.js'
import { ROOM_FOR_CHANGES } from './header-room.js'
import { Mp4Container } from './mp4/mp4-container.js'
import { WebmContainer } from './webm/webm-container.js'

const FORMAT = { width: 16, height: 16, fps: 16, createdBy: 'Frameloom 0.1.0' }
const PAGE = 4096
const PICTURE = Buffer.from('a picture, which neither container looks into')

const capsuleOf = (prompts: string) => ({ ...exampleCapsule, document: { prompts } })
const commentOf = (prompts: string) => capsuleText(capsuleOf(prompts))

async function begun(container: Container, folder: string, prompts = ''): Promise<AppendFile> {
  const file = await AppendFile.create(join(folder, `clip.${container.extension}`))
  if (file === undefined) throw new Error('The folder is not empty.')
  await file.append(container.header(Uint8Array.of(1), commentOf(prompts)))
  await file.append(container.chunk([{ data: PICTURE, isKey: true }], 0))
  return file
}

/** Where a signal may cut a write: the system copies it page by page. */
function pagesWithin(offset: number, length: number): number[] {
  const first = Math.floor(offset / PAGE) + 1
  const count = Math.max(0, Math.ceil((offset + length) / PAGE) - first)
  return Array.from({ length: count }, (_, index) => (first + index) * PAGE)
}

const promptsOf = ({ document }: Capsule): unknown => (document as { prompts: string }).prompts
const codeOf = (error: unknown): unknown => (error as VideoError).code

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

  test.each([
    ['grows', 9000, 12_000],
    ['becomes shorter', 12_000, 9000],
  ])(
    'is the one or the other or none, and never half of each, whenever its writer is killed: %s',
    async (_, from, to) => {
      const made = container()
      await using file = await begun(made, await temporaryFolder(), 'a'.repeat(from))
      const before = await readFile(file.path)
      const replace = vi.spyOn(file, 'replace')
      await made.recomment(file, commentOf('b'.repeat(to)))
      const killed = join(await temporaryFolder(), basename(file.path))
      const seen = new Set<unknown>()
      const bytes = Buffer.from(before)
      for (const [offset, piece] of replace.mock.calls) {
        for (const end of [...pagesWithin(offset, piece.length), offset + piece.length]) {
          bytes.set(piece.subarray(0, end - offset), offset)
          await writeFile(killed, bytes)
          expect((await readByMediabunny(killed)).packets).toHaveLength(1)
          seen.add(await readCapsule(killed).then(promptsOf, codeOf))
        }
      }
      expect(bytes).toEqual(await readFile(file.path))
      expect([...seen]).toEqual(['no-capsule', 'b'.repeat(to)])
    },
  )

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
