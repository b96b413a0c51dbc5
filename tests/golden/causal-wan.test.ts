import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordedNoise, Rollout, scheduleFromTimesteps, type PromptEmbedding } from '@frameloom/diffusion'
import { strategyByName } from '@frameloom/kv-cache'
import { openDevice } from '@frameloom/runtime'
import { loadWanModel } from '@frameloom/wan'
import { openSafetensors, readTensor, readTensorAsF32, type SafetensorsFile } from '@frameloom/weights'
import { describe, expect, test } from 'vitest'
import { largestDifference } from '../support/largest-difference.js'

/** Of one pass; rounding of 32-bit floats alone gives about 5e-7. */
const PASS_TOLERANCE = 2e-5
/** Of a whole rollout: rounding gives about 2e-6, and the smallest mistake, a wrong rate, about 4e-3. */
const ROLLOUT_TOLERANCE = 2e-4

interface Case {
  readonly strategy: string
  readonly timesteps: readonly number[]
  readonly shift: number
  readonly chunks: number
  readonly latent: readonly [channels: number, height: number, width: number]
}

describe.each(['memrope', 'sink-window-online'])('the reference case %s', (name) => {
  const folder = join(import.meta.dirname, 'causal-wan', name)

  test('gives the reference implementation’s latents and caches', async () => {
    const golden = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case
    const inputs = await openSafetensors(join(folder, 'inputs.safetensors'))
    const expected = await openSafetensors(join(folder, 'expected.safetensors'))
    await using device = await openDevice('cpu', { threads: 1 })
    const [, height, width] = golden.latent
    await using model = await loadWanModel({ folder, device, latent: { height, width } })
    const { strategy, positions } = strategyByName(golden.strategy, { ...golden, parity: true }, model.geometry)
    const prompt = await promptOf(inputs)
    let firstVelocity: Float32Array | undefined
    await using rollout = new Rollout({
      model,
      schedule: scheduleFromTimesteps(golden.timesteps, golden.shift),
      noise: recordedNoise({ noise: await readTensor(inputs, 'noise'), renoise: await readTensor(inputs, 'renoise') }),
      chunks: golden.chunks,
      boundary: () => ({ strategy, positions, prompt }),
      onPass: ({ output }) => (firstVelocity ??= output?.slice()),
    })
    const latents: number[] = []
    for await (const chunk of rollout) latents.push(...chunk.latents)

    const difference = async (tensor: string, found: ArrayLike<number>) =>
      largestDifference(found, (await readTensorAsF32(expected, tensor)).data)
    expect(await difference('first_velocity', firstVelocity ?? [])).toBeLessThan(PASS_TOLERANCE)
    expect(await difference('latents', latents)).toBeLessThan(ROLLOUT_TOLERANCE)
    const { store } = await rollout.snapshot()
    expect(Object.keys(store.tensors)).toHaveLength(2 * model.geometry.layers)
    for (const [tensor, { shape, data }] of Object.entries(store.tensors)) {
      expect(shape).toEqual(expected.tensors.get(tensor)?.shape)
      expect(await difference(tensor, Float32Array.from(data, Number))).toBeLessThan(ROLLOUT_TOLERANCE)
    }
  })
})

async function promptOf(inputs: SafetensorsFile): Promise<PromptEmbedding> {
  return { text: 'recorded', rows: (await readTensorAsF32(inputs, 'context')).data, unknownWords: [] }
}
