import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKPOINT_VERSION, type Checkpoint } from '@frameloom/engine'
import { graphDocument } from '@frameloom/graph'
import { writeSafetensors } from '@frameloom/weights'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CheckpointError } from './checkpoint-error.js'
import { readCheckpoint, writeCheckpoint } from './checkpoint-file.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frameloom-checkpoint-'))
})
afterEach(() => rm(folder, { recursive: true }))

const checkpoint: Checkpoint = {
  formatVersion: CHECKPOINT_VERSION,
  document: graphDocument.parse({ format: 'frameloom-graph', formatVersion: 1, nodes: [], wires: [], future: 'ü' }),
  chunk: 7,
  nodes: {
    'a/b c': {
      json: { deep: [1, null, 'x'] },
      tensors: { keys: { dtype: 'f32', shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 3) } },
    },
    plain: { json: 3, tensors: {} },
  },
}

test('gives back every state of every node, whatever its id', async () => {
  const path = join(folder, 'a.safetensors')
  await writeCheckpoint(path, { checkpoint, digests: { 'a/b c': 'ab12' } })
  const read = await readCheckpoint(path)
  expect(read.digests).toEqual({ 'a/b c': 'ab12' })
  expect(read.checkpoint).toMatchObject({ chunk: 7, document: checkpoint.document, nodes: { plain: { json: 3 } } })
  expect(read.checkpoint.nodes['a/b c']?.tensors['keys']?.data).toEqual(Float32Array.of(1, -2, 0.5, 3))
})

test.each([
  ['tensors without a checkpoint', {}, /holds tensors but no checkpoint/],
  ['a broken JSON part', { frameloom: '{' }, /JSON part is broken/],
  [
    'another version',
    { frameloom: JSON.stringify({ format: 'frameloom-checkpoint', formatVersion: 99 }) },
    /formatVersion/,
  ],
] as const)('refuses %s and says what was found', async (_name, metadata, message) => {
  const path = join(folder, 'bad.safetensors')
  await writeSafetensors(path, { x: { dtype: 'f32', shape: [1], data: Float32Array.of(1) } }, metadata)
  await expect(readCheckpoint(path)).rejects.toThrow(CheckpointError)
  await expect(readCheckpoint(path)).rejects.toThrow(message)
})
