import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import { capsuleText } from '../capsule/capsule.js'
import { readCapsule } from '../capsule/read-capsule.js'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { type DecodedFrame, decodeByFfmpeg, decodeBySharp, readByMediabunny } from '../testing/decode-video.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needEncoder, needFfmpeg, probe } from '../testing/installed-tools.js'
import { knownFrame, knownFrames, meanColours } from '../testing/known-frames.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openVideo } from './open-video.js'

const SHAPE = { width: 64, height: 48 }

/** Frames of each chunk: a first chunk is shorter, and one of a single frame must not wait for the next. */
const CHUNKS = [9, 12, 1, 12]
const FRAMES = CHUNKS.reduce((sum, count) => sum + count)

/**
 * Rounding to 8-bit YCbCr in the limited range costs 2 levels, quantising the colour of flat halves up to 4 more;
 * frames differ from their neighbours by 20.
 */
const COLOUR_TOLERANCE = 6

function expectKnownFrames(decoded: readonly DecodedFrame[]): void {
  expect(decoded).toHaveLength(FRAMES)
  decoded.forEach((frame, index) => {
    const expected = meanColours(knownFrame(index, SHAPE))
    meanColours(frame).forEach((mean, at) => {
      expect(Math.abs(mean - (expected[at] ?? 0))).toBeLessThan(COLOUR_TOLERANCE)
    })
  })
}

async function open(context: TestContext, encoder: EncoderName) {
  await needEncoder(context, encoder)
  const path = join(await temporaryFolder(), 'clip')
  return openVideo({ ...SHAPE, path, fps: 16, capsule: () => exampleCapsule, encoder })
}

async function writtenVideo(context: TestContext, encoder: EncoderName): Promise<string> {
  const writer = await open(context, encoder)
  for (const count of CHUNKS) await writer.write(knownFrames(writer.frames, count, SHAPE))
  await writer.close()
  return writer.path
}

describe.each<{ encoder: EncoderName; extension: string; codec: string }>([
  { encoder: 'ffmpeg', extension: 'mp4', codec: 'avc' },
  { encoder: 'webp', extension: 'webm', codec: 'vp8' },
])('a video by $encoder', ({ encoder, extension, codec }) => {
  test('shows every frame in its colours and its order', async (context) => {
    const path = await writtenVideo(context, encoder)
    expectKnownFrames(
      encoder === 'webp' ? await decodeBySharp(path) : await decodeByFfmpeg(path, SHAPE.width * SHAPE.height * 3),
    )
  })

  test('is understood by ffprobe: frames, rate, duration', async (context) => {
    const path = await writtenVideo(context, encoder)
    const { frames, rate, seconds } = await probe(context, path)
    expect({ frames, rate }).toEqual({ frames: FRAMES, rate: '16/1' })
    // WebM counts in milliseconds.
    expect(Math.abs(seconds - FRAMES / 16)).toBeLessThanOrEqual(0.001)
  })

  test('is understood by another library: frames, times, codec, duration, comment', async (context) => {
    const read = await readByMediabunny(await writtenVideo(context, encoder))
    expect(read.codec).toBe(codec)
    expect(read.packets).toHaveLength(FRAMES)
    read.packets.forEach(({ timestamp }, index) => expect(Math.abs(timestamp - index / 16)).toBeLessThanOrEqual(0.001))
    expect(Math.abs(read.duration - FRAMES / 16)).toBeLessThanOrEqual(0.001)
    expect(read.comment).toBe(capsuleText(exampleCapsule))
  })

  test('carries 40 KiB of Unicode document, seed and models, exactly', async (context) => {
    const path = await writtenVideo(context, encoder)
    expect(Buffer.byteLength(capsuleText(exampleCapsule))).toBeGreaterThan(40 * 1024)
    expect(await readCapsule(path)).toEqual(exampleCapsule)
    expect(await readCapsule(`${path}.capsule.json`)).toEqual(exampleCapsule)
  })

  test('has a sidecar from the start, which tells at the end how long the video is', async (context) => {
    const writer = await open(context, encoder)
    const video = async () => (JSON.parse(await readFile(writer.sidecarPath, 'utf8')) as { video: unknown }).video
    expect(await video()).toMatchObject({ file: `clip.${extension}`, frames: 0, finished: false })
    await writer.write(knownFrames(0, 8, SHAPE))
    await writer.close()
    const length = { chunks: 1, frames: 8, seconds: 0.5 }
    expect(await video()).toEqual({ file: `clip.${extension}`, encoder, ...SHAPE, fps: 16, ...length, finished: true })
  })

  test('is on disk up to each chunk when its write resolves, and only grows until it is closed', async (context) => {
    const writer = await open(context, encoder)
    let before = Buffer.alloc(0)
    for (const count of CHUNKS) {
      await writer.write(knownFrames(writer.frames, count, SHAPE))
      const now = await readFile(writer.path)
      expect(now.subarray(0, before.length).equals(before)).toBe(true)
      expect((await readByMediabunny(writer.path)).packets).toHaveLength(writer.frames)
      before = now
    }
    await writer.close()
    expect((await stat(writer.path)).size).toBeGreaterThanOrEqual(before.length)
  })

  test('is the same bytes when it is written again', async (context) => {
    const [first, second] = [await writtenVideo(context, encoder), await writtenVideo(context, encoder)]
    expect((await readFile(first)).equals(await readFile(second))).toBe(true)
  })

  test('takes writes that were not waited for, in their order', async (context) => {
    const writer = await open(context, encoder)
    await Promise.all([writer.write(knownFrames(0, 3, SHAPE)), writer.write(knownFrames(3, 4, SHAPE)), writer.close()])
    expect([writer.chunks, writer.frames]).toEqual([2, 7])
    expect((await readByMediabunny(writer.path)).packets).toHaveLength(7)
  })
})

test('a WebM by webp shows the same colours in a player that goes by the tags of the file', async (context) => {
  await needFfmpeg(context)
  const path = await writtenVideo(context, 'webp')
  expectKnownFrames(await decodeByFfmpeg(path, SHAPE.width * SHAPE.height * 3))
})
