import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readByMediabunny } from '../../testing/decode-video.js'
import { temporaryFolder } from '../../testing/temporary-folder.js'
import { AppendFile } from '../append-file.js'
import { WebmContainer } from './webm-container.js'

const CUE_BYTES = 2 + 8 + 2 + 3 + 8
const SECONDS = 10

/** A video of clusters of one picture, one in ten seconds. */
async function written(clusters: number): Promise<AppendFile> {
  const file = await AppendFile.create(join(await temporaryFolder(), 'clip.webm'))
  if (file === undefined) throw new Error('The folder is not empty.')
  const container = new WebmContainer({ width: 16, height: 16, fps: 1 / SECONDS, createdBy: 'Frameloom 0.1.0' })
  const chunks = Array.from({ length: clusters }, (_, at) => {
    const data = Buffer.from(String(at))
    return container.chunk([{ data, isKey: true }], at)
  })
  await file.append(Buffer.concat([container.header(new Uint8Array(), '{}'), ...chunks]))
  await container.finish(file, { chunks: clusters, frames: clusters })
  return file
}

/** Times in milliseconds, and whether a cluster of that time lies at the place. */
async function cuesOf(file: AppendFile): Promise<{ readonly time: number; readonly found: boolean }[]> {
  const bytes = await readFile(file.path)
  const segmentStart = bytes.indexOf(Buffer.from('18538067', 'hex')) + 4 + 8
  const seek = bytes.indexOf(Buffer.from('53ac86', 'hex')) + 3
  const cues = segmentStart + bytes.readUIntBE(seek, 6)
  expect(bytes.toString('hex', cues, cues + 4)).toBe('1c53bb6b')
  const found: { time: number; found: boolean }[] = []
  for (let at = bytes.indexOf(0xbb, cues + 5); at < bytes.length; at += CUE_BYTES) {
    const time = bytes.readUIntBE(at + 4, 6)
    const cluster = segmentStart + bytes.readUIntBE(at + CUE_BYTES - 6, 6)
    const isCluster = bytes.toString('hex', cluster, cluster + 4) === '1f43b675'
    found.push({ time, found: isCluster && bytes.readUIntBE(cluster + 14, 6) === time })
  }
  return found
}

test('a short video has an entry for every cluster', async () => {
  await using file = await written(300)
  const cues = await cuesOf(file)
  expect(cues.map(({ time }) => time)).toEqual(Array.from({ length: 300 }, (_, at) => at * SECONDS * 1000))
  expect(cues.every(({ found }) => found)).toBe(true)
})

test('the index of a long video stays short', async () => {
  await using file = await written(10_000)
  const cues = await cuesOf(file)
  const step = 4 * SECONDS * 1000
  expect(cues.map(({ time }) => time)).toEqual(Array.from({ length: 2500 }, (_, at) => at * step))
  expect(cues.every(({ found }) => found)).toBe(true)
  const { packets, duration } = await readByMediabunny(file.path)
  expect([packets.length, duration]).toEqual([10_000, 100_000])
})
