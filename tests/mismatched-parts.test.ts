import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeId } from '@frameloom/graph'
import { tinyWorldFiles } from '@frameloom/tiny-world'
import { writeRandomDecoder } from '@frameloom/wan/testing'
import { expect, test } from 'vitest'
import { smallModel } from './cli/small-model.js'
import { documentOf, interrupted, play } from './support/play.js'

/** Changes some settings of the config.json in a model folder. */
async function configure(folder: string, changes: object): Promise<void> {
  const path = join(folder, 'config.json')
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...changes }))
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
