import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, definePack } from '@frameloom/graph'
import { readCapsule, readPicture } from '@frameloom/video'
import { expect, onTestFinished, test } from 'vitest'
import { savePicture } from './save-picture.js'
import { greySource } from './test-support/grey-source.js'

const catalog = createCatalog([definePack({ name: 'test', nodes: [greySource, savePicture] })])

async function play(outDir: string, params: object) {
  const document = {
    format: 'frameloom-graph',
    formatVersion: 1,
    nodes: [
      { id: 'source', type: 'test/source', version: 1, params: { breaksAt: -1 } },
      { id: 'picture', type: 'output/save-picture', version: 1, params },
    ],
    wires: [{ from: { node: 'source', port: 'frames' }, to: { node: 'picture', port: 'frames' } }],
  }
  const checked = checkDocument(document, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const saved: string[] = []
  const { finished } = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir, fileName: 'clip', modelDirs: [] },
    onEvent: (event) => event.type === 'file-saved' && saved.push(event.path),
  })
  expect((await finished).state).toBe('finished')
  return saved
}

test('keeps the picture of a chunk, with the document that made it inside, and every file that is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-picture-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [first = ''] = await play(folder, { chunk: 1 })
  const { document, seed } = await readCapsule(first)
  expect(seed).toBe(1)
  expect(document).toMatchObject({ nodes: [{ id: 'source' }, { id: 'picture', params: { chunk: 1 } }] })
  const { frame } = await readPicture(await readFile(first), { size: { width: 16, height: 16 }, place: first })
  expect(new Set(frame.data)).toEqual(new Set([90]))

  const [second = ''] = await play(folder, { chunk: 2, keepDocument: false })
  expect(await readCapsule(second)).toMatchObject({ document: null })
  expect(await play(folder, { chunk: 3 })).toEqual([])
  expect([first, second].map((path) => basename(path))).toEqual(['clip.png', 'clip-2.png'])
  expect((await readdir(folder)).toSorted()).toEqual(['clip-2.png', 'clip.png'])
})
