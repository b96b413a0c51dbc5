import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { knownFrames } from '../testing/known-frames.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openVideo, type VideoOptions } from './open-video.js'

const SHAPE = { width: 64, height: 48 }

const capsule = { ...exampleCapsule, document: {} }

function options(path: string, encoder: EncoderName): VideoOptions {
  return { ...SHAPE, path, fps: 16, capsule: () => capsule, encoder }
}

afterEach(() => vi.unstubAllEnvs())

describe('opening a video', () => {
  test('names all that is wrong with the options', async () => {
    const wrong = { ...options('clip', 'webp'), width: 63, height: 0, fps: Number.NaN }
    await expect(openVideo(wrong)).rejects.toMatchObject({
      code: 'invalid-option',
      message:
        'The video clip cannot be written: its width is 63 (give an even whole number of pixels), its height is 0 ' +
        '(give an even whole number of pixels), its fps is NaN (give a rate up to 240).',
    })
  })

  test('refuses a folder that is a file', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'file'), '')
    await expect(openVideo(options(join(folder, 'file', 'clip'), 'webp'))).rejects.toMatchObject({
      code: 'not-writable',
    })
  })

  test('makes missing folders, and gives the extension of the encoder', async () => {
    const writer = await openVideo(options(join(await temporaryFolder(), 'new', 'folder', 'take.1.mp4'), 'webp'))
    await writer.abort()
    expect(writer.path).toMatch(/new.folder.take\.1\.webm$/)
  })

  test('never overwrites a video', async () => {
    const path = join(await temporaryFolder(), 'clip.webm')
    const names: string[] = []
    for (let count = 0; count < 3; count += 1) {
      const writer = await openVideo(options(path, 'webp'))
      await writer.write(knownFrames(0, 1, SHAPE))
      await writer.close()
      names.push(writer.path)
    }
    expect(names.map((name) => name.slice(path.length - 'clip.webm'.length))).toEqual([
      'clip.webm',
      'clip-2.webm',
      'clip-3.webm',
    ])
  })

  test('takes WebP where there is no ffmpeg, unless ffmpeg was asked for', async () => {
    vi.stubEnv('PATH', await temporaryFolder())
    vi.stubEnv('FFMPEG_PATH', '')
    const path = join(await temporaryFolder(), 'clip')
    await using writer = await openVideo({ ...options(path, 'webp'), encoder: 'auto' })
    expect([writer.encoder, writer.path]).toEqual(['webp', `${path}.webm`])
    await expect(openVideo(options(path, 'ffmpeg'))).rejects.toMatchObject({
      code: 'encoder-missing',
      message: expect.stringContaining('No ffmpeg on PATH: install it, or set FFMPEG_PATH'),
    })
  })

  test('tells what an ffmpeg that dies has said', async (context) => {
    if (process.platform === 'win32') context.skip('the stand-in for ffmpeg is a shell script')
    const folder = await temporaryFolder()
    const script =
      '#!/bin/sh\ncase "$*" in *-encoders*) echo " V libx264 x";; *pipe:0*) echo out of paper >&2; exit 3;; esac\n'
    await writeFile(join(folder, 'ffmpeg'), script, { mode: 0o755 })
    vi.stubEnv('FFMPEG_PATH', join(folder, 'ffmpeg'))
    await mkdir(join(folder, 'out'))
    await using writer = await openVideo(options(join(folder, 'out', 'clip'), 'ffmpeg'))
    await expect(writer.write(knownFrames(0, 200, SHAPE))).rejects.toMatchObject({
      code: 'encoder-failed',
      message: expect.stringMatching(/ffmpeg ended with exit code 3 and said "out of paper( write EPIPE)?"; what was/),
    })
    expect(await readdir(join(folder, 'out'))).toEqual(['clip.mp4.capsule.json'])
  })

  test('refuses a document that is no JSON value', async () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const broken = [circular, 3n, undefined]
    for (const document of broken) {
      const path = join(await temporaryFolder(), 'clip')
      await expect(
        openVideo({ ...options(path, 'webp'), capsule: () => ({ ...capsule, document }) }),
      ).rejects.toMatchObject({
        code: 'invalid-capsule',
      })
    }
  })
})
