import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, defineNode, definePack, stream } from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { saveVideo } from './save-video.js'

/** Chunks of two pictures; the second one of chunk `breaksAt` is of another size. */
const source = defineNode({
  type: 'test/source',
  version: 1,
  title: 'Source',
  category: 'Test',
  help: 'Grey pictures.',
  inputs: {},
  outputs: { frames: stream(pixelFrames, 'The pictures.') },
  params: z.strictObject({ breaksAt: z.int().meta({ title: 'Breaks at', description: 'A chunk.' }) }),
  execute({ firstChunk, params, boundary }) {
    const frame = (width: number) => ({ width, height: 16, data: new Uint8Array(3 * width * 16).fill(90) })
    async function* frames(): AsyncGenerator<FrameBatch> {
      for (let chunk = firstChunk; chunk < 3; chunk++) {
        await boundary(chunk)
        const pair = [frame(16), frame(chunk === params.breaksAt ? 32 : 16)]
        yield { chunk, frames: pair, fps: 16, origin: { seed: 1, models: [] } }
      }
    }
    return { frames: frames() }
  },
})

const catalog = createCatalog([definePack({ name: 'test', nodes: [source, saveVideo] })])

/** What of a run is told about its video, and the videos that are left. */
async function videoOf(breaksAt: number) {
  const nodes = [
    { id: 'source', type: 'test/source', version: 1, params: { breaksAt } },
    { id: 'video', type: 'output/save-video', version: 1, params: { encoder: 'webp' } },
  ]
  const wires = [{ from: { node: 'source', port: 'frames' }, to: { node: 'video', port: 'frames' } }]
  const checked = checkDocument({ format: 'frameloom-graph', formatVersion: 1, nodes, wires }, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const outDir = await mkdtemp(join(tmpdir(), 'frameloom-save-'))
  onTestFinished(() => rm(outDir, { recursive: true }))
  const told: string[] = []
  const { finished } = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir, fileName: 'clip', modelDirs: [] },
    onEvent(event) {
      if (event.type === 'file-saved') told.push(event.finished ? 'finished' : 'begun')
      if (event.type === 'chunk-finished') told.push(`chunk ${event.chunk}`)
    },
  })
  const { state } = await finished
  const files = await readdir(outDir)
  return { state, told, videos: files.filter((name) => name.endsWith('.webm')) }
}

test('tells a video when its first chunk is on disk', async () => {
  const told = ['begun', 'chunk 0', 'chunk 1', 'chunk 2', 'finished']
  expect(await videoOf(-1)).toEqual({ state: 'finished', told, videos: ['clip.webm'] })
  expect(await videoOf(1)).toEqual({ state: 'failed', told: told.slice(0, 2), videos: ['clip.webm'] })
})

test('tells no video that is removed because its first chunk cannot be written', async () => {
  expect(await videoOf(0)).toEqual({ state: 'failed', told: [], videos: [] })
})
