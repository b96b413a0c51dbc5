import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { needFfmpeg } from '../testing/installed-tools.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { readClip } from './read-clip.js'
import { readPicture } from './read-picture.js'

const RED = { r: 250, g: 10, b: 10 }
const BLUE = { r: 10, g: 10, b: 250 }

/** 40 x 20: blue, with a red square of 20 in the middle. */
const picture = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: BLUE } }).composite([
    { input: { create: { width: 20, height: 20, channels: 3, background: RED } }, left: 10, top: 0 },
  ])

const size = { width: 16, height: 16 }
const place = 'The picture test'

describe('a picture from outside', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('covers the size asked for by its middle, %s', async (format) => {
    const bytes = await picture().toFormat(format, { quality: 100 }).toBuffer()
    const { frame, original } = await readPicture(bytes, { size, place })
    expect(original).toEqual({ width: 40, height: 20 })
    expect(frame).toMatchObject(size)
    const [r = 0, g = 0, b = 0] = frame.data.subarray(3 * (8 * 16 + 8))
    expect(Math.abs(r - RED.r) + Math.abs(g - RED.g) + Math.abs(b - RED.b)).toBeLessThan(15)
    // The blue at both sides was cut off.
    expect(Math.max(...Array.from({ length: 256 }, (_, i) => frame.data[3 * i + 2] ?? 0))).toBeLessThan(120)
  })

  test('is turned as its camera says, and has three channels also where it is grey or transparent', async () => {
    const turned = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect((await readPicture(turned, { size, place })).original).toEqual({ width: 20, height: 40 })
    const grey = await picture().toColourspace('b-w').png().toBuffer()
    expect((await readPicture(grey, { size, place })).frame.data).toHaveLength(3 * 256)
    const clear = await sharp({ create: { ...size, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } })
      .png()
      .toBuffer()
    expect(new Set((await readPicture(clear, { size, place })).frame.data)).toEqual(new Set([0]))
  })

  test('is refused in a sentence where it is none', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    await expect(readPicture(svg, { size, place })).rejects.toThrow(
      'The picture test is not a PNG, JPEG or WebP: save it as one of these.',
    )
    await expect(readPicture(Buffer.from('hello'), { size, place })).rejects.toMatchObject({ code: 'unknown-format' })
    const png = await picture().png().toBuffer()
    const cut = png.subarray(0, png.length - 40)
    await expect(readPicture(cut, { size, place })).rejects.toMatchObject({ code: 'damaged-file' })
  })
})

describe('a clip from outside', () => {
  const made = async (flags: readonly string[]) => promisify(execFile)('ffmpeg', ['-v', 'error', ...flags])

  test('comes at the rate and size asked for, from its start', async (context) => {
    await needFfmpeg(context)
    const folder = await temporaryFolder()
    const path = join(folder, 'clip.mp4')
    // Two seconds at 25 pictures a second: the first black, the second white.
    const black = ['-f', 'lavfi', '-i', 'color=black:s=64x32:r=25:d=1']
    const white = ['-f', 'lavfi', '-i', 'color=white:s=64x32:r=25:d=1']
    const joined = ['-filter_complex', '[0][1]concat=n=2:v=1', '-pix_fmt', 'yuv420p', path]
    await made([...black, ...white, ...joined])
    const all = await readClip({ path, size, fps: 8, frames: 100 })
    expect(all).toHaveLength(16)
    const light = all.map(({ data }) => (data[0] ?? 0) > 128)
    expect(light.indexOf(true)).toBe(8)
    expect(await readClip({ path, size, fps: 8, frames: 3 })).toHaveLength(3)
    const later = await readClip({ path, size, fps: 8, frames: 100, start: 1.5 })
    expect(later).toHaveLength(4)
    expect(later[0]?.data[0]).toBeGreaterThan(128)
  })

  test('has its shape, whatever the shape of its pixels', async (context) => {
    await needFfmpeg(context)
    const path = join(await temporaryFolder(), 'wide.mp4')
    // A square of 32 of which a pixel is twice as wide as high: 64 x 32 as it is meant to be seen, white in its middle half.
    const wide = "geq=lum='if(between(X,8,23),235,16)':cb=128:cr=128,setsar=2"
    await made(['-f', 'lavfi', '-i', `color=black:s=32x32:r=8:d=1,${wide}`, '-pix_fmt', 'yuv420p', path])
    const [frame] = await readClip({ path, size: { width: 32, height: 32 }, fps: 8, frames: 1 })
    const row = Array.from({ length: 32 }, (_, x) => frame?.data[3 * (16 * 32 + x)] ?? 0)
    expect(row.every((value) => value > 128)).toBe(true)
    const [whole] = await readClip({ path, size: { width: 64, height: 32 }, fps: 8, frames: 1 })
    const light = Array.from({ length: 64 }, (_, x) => (whole?.data[3 * (16 * 64 + x)] ?? 0) > 128)
    expect([light.indexOf(true), light.lastIndexOf(true)]).toEqual([16, 47])
  })

  test('is black where it is transparent', async (context) => {
    await needFfmpeg(context)
    const path = join(await temporaryFolder(), 'clear.mov')
    // Nothing at the left, and half of it at the right.
    const clear = "format=rgba,geq=r=240:g=120:b=60:a='if(lt(X,16),0,128)'"
    await made(['-f', 'lavfi', '-i', `color=s=32x32:r=8:d=1,${clear}`, '-c:v', 'qtrle', '-pix_fmt', 'argb', path])
    const [frame] = await readClip({ path, size: { width: 32, height: 32 }, fps: 8, frames: 1 })
    const at = (x: number) => [...(frame?.data.subarray(3 * (16 * 32 + x), 3 * (16 * 32 + x) + 3) ?? [])]
    expect(at(4)).toEqual([0, 0, 0])
    expect(Math.hypot(...at(28).map((value, channel) => value - ([120, 60, 30][channel] ?? 0)))).toBeLessThan(4)
  })

  test('is refused where it is no video, or a list of other files', async (context) => {
    await needFfmpeg(context)
    const folder = await temporaryFolder()
    const path = join(folder, 'list.m3u8')
    await writeFile(path, '#EXTM3U\n#EXTINF:1,\n/etc/hostname\n#EXT-X-ENDLIST\n')
    await expect(readClip({ path, size, fps: 8, frames: 3 })).rejects.toMatchObject({ code: 'damaged-file' })
    const list = join(folder, 'list.mp4')
    await writeFile(list, "ffconcat version 1.0\nfile 'clip.mp4'\n")
    await expect(readClip({ path: list, size, fps: 8, frames: 3 })).rejects.toMatchObject({ code: 'damaged-file' })
  })
})
