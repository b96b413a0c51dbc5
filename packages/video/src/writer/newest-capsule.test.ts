import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import { LARGEST_CAPSULE, type Capsule } from '../capsule/capsule.js'
import { readCapsule } from '../capsule/read-capsule.js'
import { LARGE_ROOM, LARGEST_REWRITTEN, ROOM_FOR_CHANGES } from '../container/header-room.js'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { readByMediabunny } from '../testing/decode-video.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needEncoder, probe } from '../testing/installed-tools.js'
import { knownFrames } from '../testing/known-frames.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openVideo, type VideoOptions } from './open-video.js'
import type { VideoWriter } from './video-writer.js'

const SHAPE = { width: 64, height: 48 }

const capsuleOf = (prompts: string): Capsule => ({ ...exampleCapsule, document: { prompts } })

/** A video whose document changes while it is made. */
async function changing(context: TestContext, encoder: EncoderName, other: Partial<VideoOptions> = {}) {
  await needEncoder(context, encoder)
  let now = capsuleOf('a fox')
  const path = join(await temporaryFolder(), 'clip')
  const writer = await openVideo({ ...SHAPE, path, fps: 16, capsule: () => now, encoder, ...other })
  const change = (prompts: string): void => {
    now = capsuleOf(prompts)
  }
  return { writer, change }
}

/** Both the video and the file beside it carry the document, and the video plays. */
async function expectCarried(context: TestContext, { path, sidecarPath, frames }: VideoWriter, prompts: string) {
  expect(await readCapsule(path)).toEqual(capsuleOf(prompts))
  expect(await readCapsule(sidecarPath)).toEqual(capsuleOf(prompts))
  expect((await readByMediabunny(path)).packets).toHaveLength(frames)
  expect((await probe(context, path)).frames).toBe(frames)
}

describe.each<{ encoder: EncoderName }>([{ encoder: 'ffmpeg' }, { encoder: 'webp' }])(
  'a document that changes while its video is made by $encoder',
  ({ encoder }) => {
    test.for([
      ['as much longer as its place has room', ROOM_FOR_CHANGES - 100],
      ['longer than its place has room', ROOM_FOR_CHANGES + 1],
      ['a mebibyte longer', 2 ** 20],
    ] as const)('is in the finished video as it is then: %s', async ([, growth], context) => {
      const { writer, change } = await changing(context, encoder)
      await writer.write(knownFrames(0, 5, SHAPE))
      change('ü'.repeat(growth / 2))
      await writer.write(knownFrames(5, 7, SHAPE))
      await writer.close()
      await expectCarried(context, writer, 'ü'.repeat(growth / 2))
      expect((await probe(context, writer.path)).seconds).toBeCloseTo(12 / 16, 2)
      expect(await readdir(join(writer.path, '..'))).toHaveLength(2)
    })

    test('may become shorter', async (context) => {
      const { writer, change } = await changing(context, encoder)
      await writer.write(knownFrames(0, 5, SHAPE))
      change('')
      await writer.close()
      await expectCarried(context, writer, '')
    })

    test('is in a video that is aborted, by its writer or by a signal during a chunk', async (context) => {
      const { writer, change } = await changing(context, encoder)
      await writer.write(knownFrames(0, 5, SHAPE))
      change('a crab')
      await writer.abort()
      await expectCarried(context, writer, 'a crab')

      const controller = new AbortController()
      const other = await changing(context, encoder, { signal: controller.signal })
      await other.writer.write(knownFrames(0, 4, SHAPE))
      other.change('a whale')
      const pending = other.writer.write(knownFrames(4, 200, SHAPE))
      controller.abort(new Error('enough'))
      await expect(pending).rejects.toThrow('enough')
      await expectCarried(context, other.writer, 'a whale')
    })

    test('is beside the video after the next chunk, should the run be killed', async (context) => {
      const { writer, change } = await changing(context, encoder)
      await writer.write(knownFrames(0, 5, SHAPE))
      change('a crab')
      await writer.write(knownFrames(5, 3, SHAPE))
      expect(await readCapsule(writer.sidecarPath)).toEqual(capsuleOf('a crab'))
      expect(await readCapsule(writer.path)).toEqual(capsuleOf('a fox'))
      const { video } = JSON.parse(await readFile(writer.sidecarPath, 'utf8')) as { video: unknown }
      expect(video).toMatchObject({ chunks: 2, frames: 8, finished: false })
      await writer.abort()
    })

    test('that has become too long for the video is in the file beside it, and the video says so', async (context) => {
      const { writer, change } = await changing(context, encoder)
      await writer.write(knownFrames(0, 5, SHAPE))
      const long = 'x'.repeat(LARGEST_CAPSULE)
      change(long)
      await writer.close()
      await expectCarried(context, writer, long)
      expect((await probe(context, writer.path)).seconds).toBeCloseTo(5 / 16, 2)
      await rm(writer.sidecarPath)
      await expect(readCapsule(writer.path)).rejects.toMatchObject({
        code: 'document-beside',
        message: expect.stringContaining(`lies in ${basename(writer.sidecarPath)}, which was not found beside it`),
      })
    })

    test('that is too long already when the video begins is beside it', async (context) => {
      await needEncoder(context, encoder)
      const long = capsuleOf('x'.repeat(LARGEST_CAPSULE))
      const path = join(await temporaryFolder(), 'clip')
      const writer = await openVideo({ ...SHAPE, path, fps: 16, capsule: () => long, encoder })
      await writer.write(knownFrames(0, 5, SHAPE))
      expect(await readCapsule(writer.path)).toEqual(long)
      await writer.close()
      expect(await readCapsule(writer.path)).toEqual(long)
    })
  },
)

describe('a long video', () => {
  /** A little larger than those that are written anew. */
  async function longVideo(context: TestContext) {
    const size = { width: 512, height: 512 }
    const opened = await changing(context, 'webp', size)
    let state = 1
    const data = Uint8Array.from({ length: 512 * 512 * 3 }, () => {
      state = (state * 48_271) % 2_147_483_647
      return state >> 8
    })
    do {
      await opened.writer.write(Array.from({ length: 8 }, () => ({ ...size, data })))
    } while ((await stat(opened.writer.path)).size <= LARGEST_REWRITTEN)
    return opened
  }

  test('has room for a document that grows by most of a mebibyte', async (context) => {
    const { writer, change } = await longVideo(context)
    const { ino } = await stat(writer.path)
    change('x'.repeat(LARGE_ROOM - 1000))
    await writer.close()
    expect((await stat(writer.path)).ino).toBe(ino)
    await rm(writer.sidecarPath)
    expect(await readCapsule(writer.path)).toEqual(capsuleOf('x'.repeat(LARGE_ROOM - 1000)))
    expect((await readByMediabunny(writer.path)).packets).toHaveLength(writer.frames)
  })

  test('is not written anew for a document that outgrows it: that is beside it, and the video says so', async (context) => {
    const { writer, change } = await longVideo(context)
    const { ino } = await stat(writer.path)
    change('x'.repeat(2 * LARGE_ROOM))
    await writer.close()
    expect((await stat(writer.path)).ino).toBe(ino)
    await expectCarried(context, writer, 'x'.repeat(2 * LARGE_ROOM))
    await rm(writer.sidecarPath)
    await expect(readCapsule(writer.path)).rejects.toMatchObject({ code: 'document-beside' })
  })
})
