import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@frameloom/wan/testing'
import { openSafetensors, readTensorAsF32 } from '@frameloom/weights'
import { expect, test } from 'vitest'
import { largestDifference } from '../support/largest-difference.js'
import { frameloom, jsonLines, root } from './frameloom.js'

/** Rounding of 32-bit floats gives about 2e-6; the smallest mistake of a cache, a wrong rate, about 4e-3. */
const TOLERANCE = 2e-4

test.each(['memrope', 'sink-window-online'])('meets the recorded latents and caches of %s', async (name) => {
  const folder = join(root, 'tests/golden/causal-wan', name)
  await using scratch = await temporaryFolder()
  const out = join(scratch.path, 'numbers', 'out.safetensors')
  const params = JSON.stringify({ ...JSON.parse(await readFile(join(folder, 'case.json'), 'utf8')), parity: true })
  const inputs = join(folder, 'inputs.safetensors')
  const args = ['--model', folder, '--inputs', inputs, '--strategy', name, '--params', params, '--device', 'cpu']
  const ended = await frameloom('rollout', ...args, '--out', out, '--json')
  expect(ended).toMatchObject({ status: 0, err: '' })
  const expected = await openSafetensors(join(folder, 'expected.safetensors'))
  const found = await openSafetensors(out)
  expect([...found.tensors.keys()].toSorted()).toEqual([...expected.tensors.keys()].toSorted())
  for (const [tensor, { shape }] of expected.tensors) {
    expect(found.tensors.get(tensor)?.shape).toEqual(shape)
    const [ours, theirs] = [await readTensorAsF32(found, tensor), await readTensorAsF32(expected, tensor)]
    expect(largestDifference(ours.data, theirs.data)).toBeLessThan(TOLERANCE)
  }
})

test('refuses inputs that lack a tensor, in one sentence', async () => {
  const folder = join(root, 'tests/golden/causal-wan/memrope')
  const inputs = join(folder, 'expected.safetensors')
  await using scratch = await temporaryFolder()
  const out = join(scratch.path, 'out.safetensors')
  const ended = await frameloom(
    'rollout',
    '--model',
    folder,
    '--inputs',
    inputs,
    '--strategy',
    'memrope',
    '--out',
    out,
    '--json',
  )
  expect(ended.status).toBe(1)
  expect(ended.err.trimEnd().split('\n')).toEqual([expect.stringContaining('"context"')])
  expect(jsonLines(ended)).toEqual([{ error: { code: 'tensor-missing', message: ended.err.trimEnd() } }])
})
