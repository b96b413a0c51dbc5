import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, startRun } from '@frameloom/engine'
import { checkDocument, createCatalog, type GraphDocument, nodeId } from '@frameloom/graph'
import { pack as memory } from '@frameloom/nodes-memory'
import { pack as model } from '@frameloom/nodes-model'
import { pack as output } from '@frameloom/nodes-output'
import { pack as sampling } from '@frameloom/nodes-sampling'
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

async function play({ path, out }: SmallModel, document: GraphDocument, restored?: Checkpoint) {
  const checked = checkDocument(document, catalog)
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join('\n'))
  await mkdir(out, { recursive: true })
  const run = startRun({
    graph: checked.graph,
    services: { device: 'cpu', outDir: out, fileName: 'small', modelDirs: [join(path, 'models')] },
    ...(restored && { restored }),
  })
  return run.finished
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
