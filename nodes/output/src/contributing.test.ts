import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, defineNode, definePack, type NodeDefinition, stream } from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..', '..')

/** The node of CONTRIBUTING.md, type-checked and compiled as every other of this pack. */
async function nodeOfContributing(): Promise<NodeDefinition> {
  const page = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8')
  const [, source = ''] = /^```ts\n(\/\/ nodes\/output\/src\/brighten\.ts\n.*?)^```$/ms.exec(page) ?? []
  const folder = await mkdtemp(join(import.meta.dirname, '..', 'dist', 'contributing-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'brighten.ts'), source)
  const compilerOptions = { composite: false, declaration: false, declarationMap: false, sourceMap: false }
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: ['brighten.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    folder,
  ]).catch((error: { stdout: string }) => error)
  expect(stdout).toBe('')
  const { brighten } = (await import(pathToFileURL(join(folder, 'brighten.js')).href)) as { brighten: NodeDefinition }
  return brighten
}

const face = { version: 1, category: 'Test', help: 'For tests.', params: z.strictObject({}) }

/** Two chunks of one pixel: 100, 200, 250. */
const source = defineNode({
  ...face,
  type: 'test/source',
  title: 'Source',
  inputs: {},
  outputs: { frames: stream(pixelFrames, 'The pictures.') },
  execute({ boundary }) {
    async function* frames(): AsyncGenerator<FrameBatch> {
      for (const chunk of [0, 1]) {
        await boundary(chunk)
        const frame = { width: 1, height: 1, data: Uint8Array.of(100, 200, 250) }
        yield { chunk, frames: [frame], fps: 16, origin: { seed: 1, models: [] } }
      }
    }
    return { frames: frames() }
  },
})

test('the node of CONTRIBUTING.md compiles, is a valid definition and does what it says', async () => {
  const seen: number[][] = []
  const sink = defineNode({
    ...face,
    type: 'test/sink',
    title: 'Sink',
    inputs: { frames: stream(pixelFrames, 'The pictures.') },
    outputs: {},
    async execute({ inputs }) {
      for await (const { frames } of inputs.frames) seen.push(...frames.map(({ data }) => [...data]))
    },
  })
  const catalog = createCatalog([definePack({ name: 'test', nodes: [source, await nodeOfContributing(), sink] })])
  const wire = (from: string, to: string) => ({
    from: { node: from, port: 'frames' },
    to: { node: to, port: 'frames' },
  })
  const checked = checkDocument(
    {
      format: 'frameloom-graph',
      formatVersion: 1,
      nodes: [
        { id: 'source', type: 'test/source', version: 1 },
        { id: 'brighten', type: 'output/brighten', version: 1 },
        { id: 'sink', type: 'test/sink', version: 1 },
      ],
      wires: [wire('source', 'brighten'), wire('brighten', 'sink')],
    },
    catalog,
  )
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  const services = { device: 'cpu', outDir: root, fileName: 'none', modelDirs: [] }
  const { state } = await startRun({ graph: checked.graph, services, onEvent: () => {} }).finished
  expect(state).toBe('finished')
  expect(seen).toEqual([
    [120, 240, 255],
    [120, 240, 255],
  ])
})
