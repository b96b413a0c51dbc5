import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, type Run, startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, type GraphDocument, nodeId } from '@frameloom/graph'
import { pack as memory } from '@frameloom/nodes-memory'
import { pack as model } from '@frameloom/nodes-model'
import { pack as output } from '@frameloom/nodes-output'
import { pack as sampling } from '@frameloom/nodes-sampling'
import { tinyWorldFiles } from '@frameloom/tiny-world'
import { writeRandomDecoder } from '@frameloom/wan/testing'
import { expect, test } from 'vitest'
import { smallModel } from './cli/small-model.js'

type SmallModel = Awaited<ReturnType<typeof smallModel>>

const catalog = createCatalog([model, memory, sampling, output])

/** Changes some settings of the config.json in a model folder. */
async function configure(folder: string, changes: object): Promise<void> {
  const path = join(folder, 'config.json')
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...changes }))
}

const documentOf = async ({ document }: SmallModel): Promise<GraphDocument> =>
  JSON.parse(await readFile(document, 'utf8')) as GraphDocument

interface Playing {
  readonly restored?: Checkpoint
  /** Is given the run when the sampler has finished a chunk. */
  readonly onChunk?: (run: Run) => void
}

async function play({ path, out }: SmallModel, document: GraphDocument, { restored, onChunk }: Playing = {}) {
  const checked = checkDocument(document, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  await mkdir(out, { recursive: true })
  const run = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir: out, fileName: 'small', modelDirs: [join(path, 'models')] },
    ...(restored && { restored }),
    onEvent: ({ type }) => (type === 'chunk-finished' ? onChunk?.(run) : undefined),
  })
  return run.finished
}

/** The small model's video and a checkpoint from its middle. */
async function interrupted(small: SmallModel) {
  const document = await documentOf(small)
  let taken: Promise<Checkpoint> | undefined
  const outcome = await play(small, document, {
    onChunk: (run) => {
      taken ??= run.checkpoint()
    },
  })
  const restored = await taken
  if (!restored) throw new Error(`No checkpoint was taken: ${JSON.stringify(outcome)}`)
  return { document, restored }
}

test('a decoder of another picture size is refused, also where its latent frames have as many numbers', async () => {
  await using small = await smallModel()
  const other = join(small.path, 'models', 'other')
  await cp(small.model, other, { recursive: true })
  await configure(other, { latent: [16, 4, 2] })
  const document = await documentOf(small)
  const id = nodeId.parse('other')
  const loader = { id, type: 'model/model-loader', version: 1, params: { model: 'other', threads: 1 } }
  const outcome = await play(small, {
    ...document,
    nodes: [...document.nodes, loader],
    wires: document.wires.map((wire) =>
      wire.to.port === 'decoder' ? { ...wire, from: { ...wire.from, node: id } } : wire,
    ),
  })
  expect(outcome).toMatchObject({
    state: 'failed',
    code: 'latents-mismatch',
    node: 'decoder',
    port: 'decoder',
    message: expect.stringContaining(
      'Chunk 0 has latent frames of 16 x 2 x 4, but other decoder decodes 16 x 4 x 2 (channels, height, width): connect the decoder',
    ),
  })
})

test('a checkpoint is not resumed where the same weights are another network', async () => {
  await using small = await smallModel()
  const { document, restored } = await interrupted(small)
  expect(await play(small, document, { restored: structuredClone(restored) })).toEqual({ state: 'finished' })
  await configure(small.model, { prediction: 'velocity' })
  expect(await play(small, document, { restored })).toMatchObject({
    state: 'failed',
    code: 'snapshot-mismatch',
    node: 'sampler',
    port: 'model',
    message: expect.stringContaining('other weights or another configuration'),
  })
})

test('a checkpoint is not resumed with a decoder of other weights, though its memories have the same shapes', async () => {
  await using small = await smallModel()
  const { document, restored } = await interrupted(small)
  await writeRandomDecoder(join(small.model, tinyWorldFiles.decoder), [6, 5, 4, 3], 9)
  expect(await play(small, document, { restored: structuredClone(restored) })).toMatchObject({
    state: 'failed',
    code: 'snapshot-mismatch',
    node: 'decoder',
    port: 'decoder',
    message: expect.stringContaining('a decoder of other weights than small decoder'),
  })
})
