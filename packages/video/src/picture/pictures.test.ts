import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { readCapsule } from '../capsule/read-capsule.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { knownFrame, knownFrames, meanColours } from '../testing/known-frames.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { contactSheet } from './contact-sheet.js'
import { encodeJpeg } from './jpeg.js'
import { encodePng } from './png.js'

describe('a JPEG', () => {
  test('shows the frame', async () => {
    const frame = knownFrame(3)
    const jpeg = sharp(await encodeJpeg(frame))
    expect(await jpeg.metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 48 })
    // Flat halves: what remains is the rounding of RGB to YCbCr and back.
    meanColours({ data: await jpeg.raw().toBuffer() }).forEach((mean, index) => {
      expect(Math.abs(mean - (meanColours(frame)[index] ?? 0))).toBeLessThan(2)
    })
  })

  test('gets larger with quality', async () => {
    const data = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => (at * at * 31) % 251)
    const frame = { width: 64, height: 48, data }
    expect((await encodeJpeg(frame, { quality: 95 })).length).toBeGreaterThan((await encodeJpeg(frame)).length)
  })

  test('is not made of a frame whose bytes do not fit its size', async () => {
    const frame = { width: 64, height: 48, data: new Uint8Array(64 * 48 * 4) }
    await expect(encodeJpeg(frame)).rejects.toMatchObject({
      code: 'invalid-frame',
      message: 'The frame of 64x48 holds 12288 bytes; give 9216, three per pixel (RGB, interleaved).',
    })
  })
})

describe('a PNG', () => {
  test('holds every byte of the frame', async () => {
    const frame = knownFrame(5)
    expect(
      new Uint8Array(
        await sharp(await encodePng(frame))
          .raw()
          .toBuffer(),
      ),
    ).toEqual(frame.data)
  })

  test('carries its capsule, and is still read by others', async () => {
    const frame = knownFrame(5)
    const png = await encodePng(frame, { capsule: exampleCapsule })
    const path = join(await temporaryFolder(), 'still.png')
    await writeFile(path, png)
    expect(await readCapsule(path)).toEqual(exampleCapsule)
    expect(new Uint8Array(await sharp(png).raw().toBuffer())).toEqual(frame.data)
    expect((await sharp(png).metadata()).comments?.map(({ keyword }) => keyword)).toEqual(['frameloom'])
  })
})

describe('a contact sheet', () => {
  test('puts frames in rows, with grey where there is none', async () => {
    const frames = knownFrames(0, 5, { width: 8, height: 6 })
    const { data, info } = await sharp(await contactSheet(frames, 3))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 3 * 10 - 2, height: 2 * 8 - 2 })
    const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
    frames.forEach((frame, index) => {
      expect(pixel((index % 3) * 10, Math.floor(index / 3) * 8)).toEqual([...frame.data.subarray(0, 3)])
    })
    expect(pixel(20, 8)).toEqual([96, 96, 96])
  })

  test('refuses frames of several sizes', async () => {
    const frames = [knownFrame(0), knownFrame(1, { width: 32, height: 32 })]
    await expect(contactSheet(frames, 2)).rejects.toMatchObject({
      message: 'Frame 1 of the contact sheet is 32x32, but all frames must be 64x48; resize it first.',
    })
  })

  test('refuses to be empty', async () => {
    await expect(contactSheet([], 2)).rejects.toMatchObject({ code: 'invalid-option' })
  })
})
