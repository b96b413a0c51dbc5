import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import { type Capsule, capsuleText } from '../capsule/capsule.js'
import { readCapsule } from '../capsule/read-capsule.js'
import { WebmContainer } from '../container/webm/webm-container.js'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { Vp8Encoder } from '../encoder/vp8-encoder.js'
import { readByMediabunny } from '../testing/decode-video.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needEncoder } from '../testing/installed-tools.js'
import { knownFrame, knownFrames } from '../testing/known-frames.js'
import { smallDisk } from '../testing/small-disk.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { VideoError } from '../video-error.js'
import { ChunkWriter } from './chunk-writer.js'
import { createNumberedFile } from './create-numbered-file.js'
import { openVideo, type VideoOptions } from './open-video.js'

const SHAPE = { width: 64, height: 48 }

const capsule = { ...exampleCapsule, document: {} }

function options(path: string, encoder: EncoderName, signal?: AbortSignal): VideoOptions {
  return { ...SHAPE, path, fps: 16, capsule: () => capsule, encoder, ...(signal && { signal }) }
}

describe.each<{ encoder: EncoderName }>([{ encoder: 'ffmpeg' }, { encoder: 'webp' }])(
  'a video by $encoder',
  ({ encoder }) => {
    const open = async (context: TestContext, signal?: AbortSignal) => {
      await needEncoder(context, encoder)
      return openVideo(options(join(await temporaryFolder(), 'clip'), encoder, signal))
    }

    test('that is aborted keeps its chunks, and its sidecar says that it is not finished', async (context) => {
      const writer = await open(context)
      await writer.write(knownFrames(0, 5, SHAPE))
      await writer.abort()
      expect((await readByMediabunny(writer.path)).packets).toHaveLength(5)
      const { video } = JSON.parse(await readFile(writer.sidecarPath, 'utf8')) as { video: unknown }
      expect(video).toMatchObject({ frames: 5, finished: false })
      await expect(writer.write(knownFrames(5, 1, SHAPE))).rejects.toMatchObject({ code: 'writer-closed' })
      await writer.close()
    })

    test('that is aborted during a chunk is over either before or after that chunk', async (context) => {
      const writer = await open(context)
      await writer.write(knownFrames(0, 3, SHAPE))
      const [pending] = await Promise.allSettled([writer.write(knownFrames(3, 100, SHAPE)), writer.abort()])
      const frames = pending.status === 'fulfilled' ? 103 : 3
      const reason: unknown = pending.status === 'rejected' ? pending.reason : { code: 'writer-closed' }
      expect(reason).toMatchObject({ code: 'writer-closed' })
      expect((await readByMediabunny(writer.path)).packets).toHaveLength(frames)
    })

    test('is aborted when its scope ends without a close', async (context) => {
      let path: string
      {
        await using writer = await open(context)
        await writer.write(knownFrames(0, 2, SHAPE))
        path = writer.path
      }
      expect((await readByMediabunny(path)).packets).toHaveLength(2)
    })

    test('rejects with the reason of its signal, and keeps what was finished before', async (context) => {
      const controller = new AbortController()
      const writer = await open(context, controller.signal)
      await writer.write(knownFrames(0, 4, SHAPE))
      const pending = writer.write(knownFrames(4, 200, SHAPE))
      const reason = new Error('enough')
      controller.abort(reason)
      await expect(pending).rejects.toBe(reason)
      await expect(writer.write(knownFrames(4, 1, SHAPE))).rejects.toBe(reason)
      await expect(writer.close()).rejects.toBe(reason)
      expect((await readByMediabunny(writer.path)).packets).toHaveLength(4)
    })

    test('refuses a frame of another size, and goes on', async (context) => {
      const writer = await open(context)
      await expect(writer.write([knownFrame(0, { width: 32, height: 48 })])).rejects.toMatchObject({
        message: 'Frame 0 of a chunk is 32x48, but all frames must be 64x48; resize it first.',
      })
      await writer.write(knownFrames(0, 3, SHAPE))
      await writer.close()
      expect((await readByMediabunny(writer.path)).packets).toHaveLength(3)
    })

    test('without a frame leaves its sidecar only', async (context) => {
      const writer = await open(context)
      await writer.write([])
      await writer.close()
      await writer.close()
      expect(await readdir(join(writer.path, '..'))).toEqual([`${basename(writer.path)}.capsule.json`])
      expect(await readCapsule(writer.sidecarPath)).toEqual(capsule)
    })

    test('whose folder is deleted says so at the next chunk', async (context) => {
      const writer = await open(context)
      await writer.write(knownFrames(0, 2, SHAPE))
      await rm(join(writer.path, '..'), { recursive: true })
      const rejection = { code: 'file-vanished' }
      await expect(writer.write(knownFrames(2, 2, SHAPE))).rejects.toMatchObject(rejection)
      await expect(writer.close()).rejects.toMatchObject(rejection)
    })

    test('on a full disk says so, and plays up to the chunk before', async (context) => {
      await needEncoder(context, encoder)
      const folder = await smallDisk(context)
      const writer = await openVideo(options(join(folder, 'clip'), encoder))
      const data = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => (at * at * 31 + (at >> 3)) % 251)
      const noise = Array.from({ length: 16 }, () => ({ ...SHAPE, data }))
      const fill = async () => {
        for (;;) await writer.write(noise)
      }
      // Chunks of noise first; then, where the encoder finds that they repeat, a file takes the rest of the room.
      await writer.write(noise)
      await writeFile(join(folder, 'other'), new Uint8Array(100_000))
      await expect(fill()).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining(
          `${writer.path} cannot be written: the disk (or its quota) is full; free some`,
        ),
      })
      expect(writer.chunks).toBeGreaterThanOrEqual(1)
      expect((await readByMediabunny(writer.path)).packets).toHaveLength(writer.frames)
      expect(await readCapsule(writer.path)).toEqual(capsule)
    })
  },
)

/** Compresses, and is gone when it is to end. */
class LostEncoder extends Vp8Encoder {
  override async finish(): Promise<void> {
    throw new VideoError('encoder-failed', 'The encoder is gone.')
  }
}

test('a video is finished with its length and newest document where the encoder is lost at the end', async () => {
  const path = join(await temporaryFolder(), 'clip')
  const file = await createNumberedFile(path, 'webm')
  let now: Capsule = capsule
  const format = { ...SHAPE, fps: 16, createdBy: capsule.createdBy }
  const writer = new ChunkWriter({
    encoderName: 'webp',
    encoder: new LostEncoder(),
    container: new WebmContainer(format),
    file,
    format,
    capsule: () => now,
    comment: capsuleText(capsule),
    signal: undefined,
  })
  await writer.write(knownFrames(0, 8, SHAPE))
  now = { ...capsule, document: { prompts: 'a crab' } }
  await expect(writer.close()).rejects.toMatchObject({ code: 'encoder-failed' })
  const { packets, duration } = await readByMediabunny(writer.path)
  expect([packets.length, duration]).toEqual([8, 8 / 16])
  expect(await readCapsule(writer.path)).toEqual(now)
  expect(await readCapsule(writer.sidecarPath)).toEqual(now)
})
