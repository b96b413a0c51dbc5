import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { needFfmpeg } from '../testing/installed-tools.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { isClip, mediaTypeOf } from './media-type.js'

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })

describe('the kind of a file, told from its first bytes', () => {
  test.each(['png', 'jpeg', 'webp', 'gif'] as const)('%s', async (format) => {
    const type = mediaTypeOf(await picture().toFormat(format).toBuffer())
    expect(type).toBe(`image/${format}`)
    expect(type !== undefined && isClip(type)).toBe(format === 'gif')
  })

  test.for([
    ['mp4', 'video/mp4'],
    ['mov', 'video/quicktime'],
    ['webm', 'video/webm'],
    ['mkv', 'video/x-matroska'],
  ] as const)('%s', async ([ending, type], context) => {
    await needFfmpeg(context)
    const path = join(await temporaryFolder(), `clip.${ending}`)
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=teal:s=64x32:d=0.2', path])
    const found = mediaTypeOf(await readFile(path))
    expect(found).toBe(type)
    expect(found !== undefined && isClip(found)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a playlist', '#EXTM3U\n/etc/hostname\n'],
    ['a picture in an ISO file', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['half a signature', '\x89PNG'],
    ['sound', 'RIFF\0\0\0\0WAVEfmt '],
  ])('is none for %s', (_name, text) => {
    expect(mediaTypeOf(Buffer.from(text, 'latin1'))).toBeUndefined()
  })
})
