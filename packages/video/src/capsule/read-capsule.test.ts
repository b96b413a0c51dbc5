import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { box, fullBox, u32 } from '../container/mp4/box.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { capsuleText } from './capsule.js'
import { readCapsule } from './read-capsule.js'

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'some-file')
  await writeFile(path, content)
  return path
}

const ftyp = box('ftyp', 'isom', u32(0))

/** `moov.udta.meta.ilst` with one comment. */
function movieWith(comment: Uint8Array): Buffer {
  const data = box('data', u32(1, 0), comment)
  return box('moov', box('udta', fullBox('meta', {}, box('ilst', box('©cmt', data)))))
}

describe('a capsule is found behind', () => {
  test('a long box of pictures, in a movie header that goes to the end of the file', async () => {
    const large = Buffer.concat([
      u32(1),
      Buffer.from('mdat'),
      Buffer.from('0000000000000020', 'hex'),
      new Uint8Array(16),
    ])
    const movie = movieWith(Buffer.from(capsuleText(exampleCapsule)))
    movie.writeUInt32BE(0, 0)
    expect(await readCapsule(await fileOf(Buffer.concat([ftyp, large, movie])))).toEqual(exampleCapsule)
  })

  test('comments of other programs in front of it', async () => {
    const theirs = movieWith(Buffer.from('{"nodes": []}'))
    const ours = box('©cmt', box('data', u32(1, 0), Buffer.from(capsuleText(exampleCapsule))))
    const list = box('ilst', theirs.subarray(-(8 + 8 + 8 + 13)), ours)
    const movie = box('moov', box('udta', fullBox('meta', {}, list)))
    expect(await readCapsule(await fileOf(Buffer.concat([ftyp, movie])))).toEqual(exampleCapsule)
  })
})

describe('a file that is no capsule is refused with one sentence', () => {
  const capsule = JSON.parse(capsuleText({ ...exampleCapsule, document: {} })) as Record<string, unknown>
  const changed = (change: object) => JSON.stringify({ ...capsule, ...change })
  test.for<[string, string | Uint8Array, string, string]>([
    ['nothing', '', 'unknown-format', '(0 bytes) cannot carry a capsule'],
    ['text', 'hello world, this is a text', 'unknown-format', 'expected an MP4'],
    ['another JSON file', '{"format": "frameloom-graph"}', 'no-capsule', 'carries no capsule'],
    ['half a capsule', changed({}).slice(0, -1), 'invalid-capsule', 'is not a capsule'],
    [
      'a newer major version',
      changed({ formatVersion: '2.0' }),
      'invalid-capsule',
      'format version "2.0"; this program',
    ],
    ['a seed in words', changed({ seed: 'seven' }), 'invalid-capsule', 'has no whole number as its "seed"'],
    ['no document', changed({ document: undefined }), 'invalid-capsule', 'has no "document"'],
    [
      'a short hash',
      changed({ models: [{ name: 'a', sha256: '12' }] }),
      'invalid-capsule',
      'has at models[0] no "name"',
    ],
    [
      'endless nesting',
      changed({}).replace('"document":{}', `"document":${'['.repeat(200_000)}`),
      'invalid-capsule',
      'is not a',
    ],
    [
      'a picture that ends early',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'damaged-file',
      'no end-of-picture',
    ],
    ['a box of 7 bytes', Buffer.concat([ftyp, u32(7), Buffer.from('moov')]), 'damaged-file', 'a box of 7 bytes'],
    [
      'a movie header that is cut off',
      Buffer.concat([ftyp, u32(5000), Buffer.from('moov')]),
      'damaged-file',
      'cut off',
    ],
    [
      'a million empty boxes',
      Buffer.concat([ftyp, Buffer.alloc(8_000_000, box('free'))]),
      'damaged-file',
      'more than 25000',
    ],
    ['no movie header', ftyp, 'no-capsule', 'carries no capsule'],
    [
      'a huge element',
      Buffer.from('1a45dfa3801254c3670100000000ffffff', 'hex'),
      'damaged-file',
      'announced but a size of',
    ],
    [
      'no UTF-8',
      Buffer.concat([ftyp, movieWith(Buffer.from([0xff, 0xfe]))]),
      'damaged-file',
      'a text that is not UTF-8',
    ],
    [
      'a comment above the limit',
      Buffer.concat([ftyp, movieWith(Buffer.alloc(4_194_305))]),
      'damaged-file',
      'a comment of 4194305',
    ],
  ])('%s', async ([, content, code, sentence]) => {
    await expect(readCapsule(await fileOf(content))).rejects.toMatchObject({
      name: 'VideoError',
      code,
      message: expect.stringContaining(sentence),
    })
  })

  test('a missing file, a folder', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'inner'))
    for (const path of [join(folder, 'missing'), join(folder, 'inner')]) {
      await expect(readCapsule(path)).rejects.toMatchObject({ code: 'not-readable' })
    }
  })
})

test('a compressed text that unpacks to more than the limit is refused', async () => {
  const bomb = Buffer.concat([Buffer.from('frameloom\0\x01\0\0\0', 'latin1'), deflateSync(Buffer.alloc(50_000_000))])
  const typed = Buffer.concat([Buffer.from('iTXt'), bomb])
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), u32(bomb.length), typed, u32(crc32(typed))])
  await expect(readCapsule(await fileOf(png))).rejects.toMatchObject({ code: 'damaged-file' })
})

test('a key that would change what objects are made of is left out', async () => {
  const text = capsuleText({ ...exampleCapsule, document: { kept: 1 } }).replace(
    '{"kept"',
    '{"__proto__":{"bad":1},"kept"',
  )
  const { document } = await readCapsule(await fileOf(text))
  expect(Object.getOwnPropertyNames(document)).toEqual(['kept'])
})
