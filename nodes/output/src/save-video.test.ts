import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, definePack } from '@frameloom/graph'
import { expect, onTestFinished, test } from 'vitest'
import { saveVideo } from './save-video.js'
import { greySource } from './test-support/grey-source.js'

const catalog = createCatalog([definePack({ name: 'test', nodes: [greySource, saveVideo] })])

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
