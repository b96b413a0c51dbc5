import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tensorOf } from '@frameloom/tensor'
import { expect, test } from 'vitest'
import { openModelFolder } from './model-folder.js'
import { temporaryFolder } from './test-support/temporary-folder.js'
import { writeSafetensors } from './write-safetensors.js'

const tensors = { 'model.norm.weight': tensorOf('u8', [1], Uint8Array.of(1)) }

test('opens config.json and model.safetensors, parameters under their own names', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'config.json'), '{"dim": 64}')
  await writeSafetensors(join(folder.path, 'model.safetensors'), tensors)
  await writeSafetensors(join(folder.path, 'expected.safetensors'), {})
  const model = await openModelFolder(folder.path)
  expect(model.config).toEqual({ dim: 64 })
  expect([...model.weights.tensors.keys()]).toEqual(['norm.weight'])
})

test('takes the only weight file and follows its link to the real file', async () => {
  await using folder = await temporaryFolder()
  const [blobs, snapshot] = [join(folder.path, 'blobs'), join(folder.path, 'snapshot')]
  await mkdir(blobs)
  await mkdir(snapshot)
  await writeSafetensors(join(blobs, '0123abcd'), tensors)
  await symlink(join(blobs, '0123abcd'), join(snapshot, 'diffusion_pytorch_model.safetensors'))
  await writeFile(join(snapshot, 'config.json'), '{}')
  const { weights } = await openModelFolder(snapshot)
  expect(weights.path).toBe(join(await realpath(blobs), '0123abcd'))
})

test.each([
  ['without config.json', { 'model.safetensors': '' }, /config\.json/],
  ['without weights', { 'config.json': '{}' }, /no weights/],
  ['whose config.json is not JSON', { 'config.json': '{', 'model.safetensors': '' }, /not valid JSON/],
  ['whose config.json is a list', { 'config.json': '[]', 'model.safetensors': '' }, /not an object/],
  [
    'with several weight files',
    { 'config.json': '{}', 'a.safetensors': '', 'b.safetensors': '' },
    /several weight files/,
  ],
  ['with weights in parts', { 'config.json': '{}', 'model.safetensors.index.json': '{}' }, /in several parts/],
])('refuses a folder %s', async (_, files, message) => {
  await using folder = await temporaryFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content)
  await expect(openModelFolder(folder.path)).rejects.toMatchObject({
    code: 'folder-invalid',
    message: expect.stringMatching(message) as string,
  })
})

test('refuses a folder that is not there', async () => {
  await using folder = await temporaryFolder()
  await expect(openModelFolder(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'unreadable' })
})
