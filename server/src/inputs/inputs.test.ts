import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type GraphDocument, MOST_ISSUES } from '@frameloom/graph'
import { callRoute, routePath } from '@frameloom/protocol'
import { findFfmpeg } from '@frameloom/video'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { rawRequest } from '../testing/raw-request.js'
import { smallDisk } from '../testing/small-disk.js'
import { temporaryFolder, testStudio, type TestStudio, until } from '../testing/test-studio.js'

const picture = async (background: string) =>
  new Uint8Array(
    await sharp({ create: { width: 40, height: 20, channels: 3, background } })
      .png()
      .toBuffer(),
  )

const send = (studio: TestStudio, name: string, upload: Uint8Array<ArrayBuffer>) =>
  callRoute('uploadInput', { upload, query: { name } }, { base: studio.url })

const stored = ({ dataDir }: TestStudio) => readdir(join(dataDir, 'inputs'))

const thumbnailOf = (name: string) => routePath('readThumbnail', { params: { name } })

describe('an uploaded picture', () => {
  test('lies in the input folder under a name of its own, and can be seen', async () => {
    const studio = await testStudio()
    const upload = await picture('teal')
    const file = await send(studio, 'C:\\Users\\me\\my sea.jpeg', upload)
    expect(file).toEqual({
      name: expect.stringMatching(/^my-sea\.[0-9a-f]{16}\.png$/),
      type: 'image/png',
      bytes: upload.length,
    })
    expect(await stored(studio)).toEqual([file.name])
    const answer = await fetch(`${studio.url}${thumbnailOf(file.name)}`)
    const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 320, height: 200 })
    expect(Array.from(data.subarray(0, 3), (value) => Math.round(value / 16))).toEqual([0, 8, 8])
    const headers = { 'If-None-Match': answer.headers.get('etag') ?? '' }
    expect((await rawRequest(studio.url, thumbnailOf(file.name), { headers })).status).toBe(304)
  })

  test('is stored once, whatever it is called and however often it comes', async () => {
    const studio = await testStudio()
    const upload = await picture('teal')
    const names = ['sea.png', 'sea.png', 'lake.png', '../hill']
    const files = await Promise.all(names.map((name) => send(studio, name, upload)))
    expect(new Set(files.map(({ name }) => name)).size).toBe(1)
    await send(studio, 'sea.png', await picture('tan'))
    expect(await stored(studio)).toHaveLength(2)
  })

  test('of any name goes nowhere else', async () => {
    const studio = await testStudio()
    const upload = await picture('teal')
    const before = await readdir(studio.dataDir)
    const names = ['../../out.png', '..', '', 'a\0b', 'x'.repeat(1000)]
    for (const [index, name] of names.entries()) {
      const own = new Uint8Array([...upload, index])
      expect((await send(studio, name, own)).name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*\.[0-9a-f]{16}\.png$/u)
    }
    expect(await readdir(studio.dataDir)).toEqual(before)
    expect(await stored(studio)).toHaveLength(names.length)
    await expect(send(studio, 'x'.repeat(1001), upload)).rejects.toMatchObject({ error: { code: 'malformed' } })
  })
})

describe('an upload', () => {
  test.each<[string, string, RegExp]>([
    ['that is empty', '', /is empty/],
    [
      'that is a page by the name of a picture',
      '<!doctype html><script>alert(1)</script>',
      /is neither a picture .* by its content/,
    ],
    [
      'that is a drawing with scripts',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      /is neither a picture/,
    ],
    ['that only begins like a picture', '\x89PNG\r\n\x1a\nand then something else', /sea\.\w+\.png/],
    ['that only begins like a video', '\0\0\0\x18ftypisom\0\0\0\0and then nothing', /sea\.\w+\.mp4/],
  ])('%s is refused with the reason, and leaves nothing', async (_name, content, reason) => {
    const studio = await testStudio()
    const sent = send(studio, 'sea.png', new Uint8Array(Buffer.from(content, 'latin1')))
    await expect(sent).rejects.toMatchObject({ status: 422, error: { code: 'wrong-content' } })
    await expect(sent).rejects.toThrow(reason)
    await expect(sent).rejects.not.toThrow(studio.dataDir)
    expect(await stored(studio)).toEqual([])
  })

  test('larger than the limit is refused, announced or not, and leaves nothing', async () => {
    const studio = await testStudio({ FRAMELOOM_MOST_UPLOAD_MIB: '1' })
    expect(await callRoute('readSystem', {}, { base: studio.url })).toMatchObject({ limits: { uploadBytes: 2 ** 20 } })
    const large = new Uint8Array([...(await picture('teal')), ...new Uint8Array(2 ** 20)])
    await expect(send(studio, 'sea.png', large)).rejects.toMatchObject({ status: 413, error: { code: 'too-large' } })
    const headers = { 'Content-Type': 'application/octet-stream', 'Transfer-Encoding': 'chunked' }
    const answer = await rawRequest(studio.url, '/api/inputs?name=sea.png', { method: 'POST', headers, body: large })
    expect(answer).toMatchObject({ status: 413, code: 'too-large' })
    expect(answer.text).toContain('larger than the 1 MiB')
    expect(await stored(studio)).toEqual([])
  })

  test('that breaks off leaves nothing, and one that another server left is removed', async () => {
    const dataDir = await temporaryFolder()
    await mkdir(join(dataDir, 'inputs'))
    await writeFile(join(dataDir, 'inputs', '.0b9c-left.draft'), 'half')
    const studio = await testStudio({ FRAMELOOM_DATA: dataDir })
    expect(await stored(studio)).toEqual([])
    const sent = request(`${studio.url}/api/inputs?name=sea.png`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': 100_000 },
    })
    sent.on('error', () => {})
    sent.write(await picture('teal'))
    await until(async () => ((await stored(studio)).length > 0 ? true : undefined))
    sent.destroy()
    await until(async () => ((await stored(studio)).length === 0 ? true : undefined))
  })

  test('that finds the disk full is refused, leaves nothing, and is taken once there is room', async (context) => {
    const dataDir = await temporaryFolder()
    const inputs = join(dataDir, 'inputs')
    await smallDisk(context, inputs, 'size=256k')
    const studio = await testStudio({ FRAMELOOM_DATA: dataDir })
    const upload = await picture('teal')
    await writeFile(join(inputs, 'other'), new Uint8Array(100_000))
    const sent = send(studio, 'sea.png', new Uint8Array([...upload, ...new Uint8Array(200_000)]))
    await expect(sent).rejects.toMatchObject({ status: 507, error: { code: 'disk-full' } })
    await expect(sent).rejects.toThrow('The disk of the data folder is full: free some space, then try again.')
    expect(await stored(studio)).toEqual(['other'])
    const { name } = await send(studio, 'sea.png', upload)
    expect((await stored(studio)).toSorted()).toEqual(['other', name].toSorted())
  })

  test('of another type than bytes is refused', async () => {
    const studio = await testStudio()
    for (const type of ['image/png', 'multipart/form-data', 'text/plain']) {
      const options = { method: 'POST', headers: { 'Content-Type': type }, body: await picture('teal') }
      expect(await rawRequest(studio.url, '/api/inputs', options)).toMatchObject({ status: 415 })
    }
  })
})

test('a video is taken by its content, and shows its first picture', async (context) => {
  const ffmpeg = await findFfmpeg()
  if (ffmpeg.status === 'missing') context.skip(ffmpeg.reason)
  const studio = await testStudio()
  const path = join(await temporaryFolder(), 'clip.mp4')
  const red = ['-f', 'lavfi', '-i', 'color=red:s=64x32:r=25:d=0.4', '-pix_fmt', 'yuv420p']
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...red, path])
  const file = await send(studio, 'holiday', new Uint8Array(await readFile(path)))
  expect(file).toMatchObject({ name: expect.stringMatching(/^holiday\.\w+\.mp4$/), type: 'video/mp4' })
  const answer = await fetch(`${studio.url}${thumbnailOf(file.name)}`)
  const { dominant } = await sharp(Buffer.from(await answer.arrayBuffer())).stats()
  expect(dominant).toMatchObject({ g: 8, b: 8 })
  expect(dominant.r).toBeGreaterThan(200)
})

describe('a thumbnail', () => {
  test('is there for files that were put into the folder by hand, in folders too', async () => {
    const studio = await testStudio()
    await mkdir(join(studio.dataDir, 'inputs', 'sea'))
    await writeFile(join(studio.dataDir, 'inputs', 'sea', 'wave.png'), await picture('teal'))
    expect((await rawRequest(studio.url, thumbnailOf('sea/wave.png'))).status).toBe(200)
  })

  test('shows nothing that lies elsewhere or is no picture', async () => {
    const studio = await testStudio()
    const inputs = join(studio.dataDir, 'inputs')
    await writeFile(join(studio.dataDir, 'secret.png'), await picture('teal'))
    await symlink(join(studio.dataDir, 'secret.png'), join(inputs, 'link.png'))
    await symlink(studio.dataDir, join(inputs, 'up'))
    await writeFile(join(inputs, '.hidden.png'), await picture('teal'))
    await writeFile(join(inputs, 'page.png'), '<!doctype html>')
    const names = ['../secret.png', '..%5csecret.png', 'link.png', 'up/secret.png', '.hidden.png', 'none.png', 'a\0b']
    for (const name of names) {
      const answer = await rawRequest(studio.url, thumbnailOf(name))
      expect([name, answer.status]).toEqual([name, 404])
    }
    expect(await rawRequest(studio.url, thumbnailOf('page.png'))).toMatchObject({ status: 422, code: 'wrong-content' })
  })
})

describe('a document that names a file', () => {
  const naming = async (studio: TestStudio, files: string) => {
    const at = { base: studio.url }
    const { document } = await callRoute('readTemplate', { params: { id: 'first-frames' } }, at)
    return named(document, files)
  }

  test('which is not on this machine is refused at the parameter, by validation and by a run', async () => {
    const studio = await testStudio()
    const at = { base: studio.url }
    const file = await send(studio, 'sea.png', await picture('teal'))
    const there = await naming(studio, file.name)
    expect(await callRoute('validate', { body: { document: there } }, at)).toEqual({ issues: [] })
    const missing = await naming(studio, `${file.name}\nhill.png`)
    const index = missing.nodes.findIndex(({ id }) => id === 'first')
    const issue = {
      code: 'missing-file',
      node: 'first',
      path: `/nodes/${index}/params/files`,
      message: expect.stringMatching(
        /Parameter 'files' of node 'first' \(First Frames\) names 'hill\.png', which is not in the folder .* Choose or drop the file again/,
      ),
    }
    expect(await callRoute('validate', { body: { document: missing } }, at)).toEqual({ issues: [issue] })
    const started = callRoute('startRun', { body: { document: missing, device: 'cpu' } }, at)
    await expect(started).rejects.toMatchObject({ status: 422, error: { code: 'refused', issues: [issue] } })
  })

  test('by the thousand is told of the first ones', async () => {
    const studio = await testStudio()
    const document = await naming(studio, Array.from({ length: 30_000 }, (_, index) => `${index}.png`).join('\n'))
    const { issues } = await callRoute('validate', { body: { document } }, { base: studio.url })
    expect(issues).toHaveLength(MOST_ISSUES)
  })
})

function named(document: GraphDocument, files: string): GraphDocument {
  const nodes = document.nodes.map((node) =>
    node.id === 'first' ? { ...node, params: { ...node.params, source: 'pictures', files } } : node,
  )
  return { ...document, nodes }
}
