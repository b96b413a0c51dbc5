import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FirstLatents, Rollout, scheduleFromSteps, seededNoise, type VideoModel } from '@frameloom/diffusion'
import { strategyByName } from '@frameloom/kv-cache'
import { openDevice } from '@frameloom/runtime'
import { toFloat32, type Tensor } from '@frameloom/tensor'
import { writeSafetensors } from '@frameloom/weights'
import { describe, expect, test } from 'vitest'
import { wanGeometry } from './geometry.js'
import { loadWanModel } from './model.js'
import { wanParameters } from './parameters.js'
import {
  asHalf,
  largestDifference,
  normalNumbers,
  randomWeights,
  temporaryFolder,
} from './test-support/random-weights.js'
import { referenceModel } from './test-support/reference-model.js'

/** As for the golden cases: rounding of 32-bit floats stays below 1e-5 over a rollout, mistakes begin at about 4e-3. */
const TOLERANCE = 2e-4

const BASE = {
  dim: 48,
  num_heads: 2,
  num_layers: 3,
  ffn_dim: 80,
  freq_dim: 32,
  text_dim: 12,
  text_len: 5,
  latent: [16, 4, 6],
}

async function openModel(config: object, tensors: Readonly<Record<string, Tensor>>) {
  const folder = await temporaryFolder()
  await writeFile(join(folder.path, 'config.json'), JSON.stringify(config))
  await writeSafetensors(join(folder.path, 'model.safetensors'), tensors)
  const device = await openDevice('cpu', { threads: 1 })
  const dispose = async () => {
    await device.dispose()
    await folder[Symbol.asyncDispose]()
  }
  try {
    const model = await loadWanModel({ folder: folder.path, device })
    return { model, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** A strategy's name and parameters, as in a recorded case. */
interface Run {
  readonly strategy: string
  readonly chunks: number
  readonly [parameter: string]: unknown
}

async function roll(
  model: VideoModel,
  { strategy: name, chunks, ...parameters }: Run,
  { firstLatents, stopAfter = chunks }: { readonly firstLatents?: FirstLatents; readonly stopAfter?: number } = {},
) {
  const { textLength, textDim } = model.geometry
  const { strategy, positions } = strategyByName(name, parameters, model.geometry)
  const prompt = { text: '', rows: normalNumbers(textLength * textDim, 5), unknownWords: [] }
  const options = {
    model,
    schedule: scheduleFromSteps([1000, 500], 5),
    noise: seededNoise(3),
    boundary: () => ({ strategy, positions, prompt }),
    ...(firstLatents && { firstLatents }),
  }
  const latents: number[] = []
  await using before = new Rollout({ ...options, chunks: stopAfter })
  for await (const chunk of before) latents.push(...chunk.latents)
  await using rollout = new Rollout({ ...options, chunks, restored: await before.snapshot() })
  for await (const chunk of rollout) latents.push(...chunk.latents)
  return { latents, cache: (await rollout.snapshot()).store.tensors }
}

describe('the network, chunk after chunk, against the formulas in 64 bits', () => {
  test.each([
    { what: 'head dim 24, a window of 15', config: {}, run: { strategy: 'memrope', chunks: 8, cacheFrames: 15 } },
    {
      what: 'head dim 64, tall latents, the adaptive rate',
      config: { dim: 128, num_layers: 1, latent: [16, 8, 2] },
      run: { strategy: 'memrope', chunks: 6, cacheFrames: 12, adaptiveShortRate: true },
    },
    {
      what: 'patches of 4 x 4 cells, a short sink',
      config: { patch_size: [1, 4, 4], latent: [16, 8, 12] },
      run: { strategy: 'memrope', chunks: 5, cacheFrames: 8, sinkFrames: 1 },
    },
    {
      what: 'patches wider than high',
      config: { num_layers: 1, patch_size: [1, 2, 4], latent: [16, 4, 8] },
      run: { strategy: 'sliding-window', chunks: 3, cacheFrames: 6 },
    },
    {
      what: 'head dim 128, one head, predicting clean latents',
      config: { dim: 128, num_heads: 1, num_layers: 2, prediction: 'x0' },
      run: { strategy: 'sliding-window', chunks: 4, cacheFrames: 6 },
    },
    {
      what: 'head dim 2, chunks of two frames, absolute positions',
      config: { dim: 6, num_heads: 3, chunk_frames: 2, latent: [16, 2, 2] },
      run: { strategy: 'attention-sink', chunks: 5, cacheFrames: 6, sinkFrames: 1 },
    },
    {
      what: 'so many tokens that scores are gone through in tiles',
      config: { dim: 40, num_heads: 5, num_layers: 1, latent: [16, 16, 16] },
      run: { strategy: 'sliding-window', chunks: 2, cacheFrames: 6 },
    },
    {
      what: 'one memory, pooled by token',
      config: { num_layers: 1 },
      run: { strategy: 'memrope', chunks: 6, cacheFrames: 9, streams: 'long', pooling: 'token', longRate: 0.4 },
    },
  ])('$what', async ({ config, run }) => {
    const whole = { ...BASE, ...config }
    const geometry = wanGeometry(whole)
    const weights = randomWeights(wanParameters(geometry), 11)
    await using opened = await openModel(whole, weights)
    const [found, expected] = [await roll(opened.model, run), await roll(referenceModel(weights, geometry), run)]
    expect(largestDifference(found.latents, expected.latents)).toBeLessThan(TOLERANCE)
    expect(Object.keys(found.cache)).toEqual(Object.keys(expected.cache))
    for (const [name, tensor] of Object.entries(expected.cache)) {
      expect(largestDifference(toFloat32(found.cache[name] ?? tensor), toFloat32(tensor))).toBeLessThan(TOLERANCE)
    }
  })
})

describe('a loaded model', () => {
  test.each(['f16', 'bf16'] as const)('computes from a %s file as from the same numbers in 32 bits', async (dtype) => {
    const half = asHalf(randomWeights(wanParameters(wanGeometry(BASE)), 12), dtype)
    const wide = Object.fromEntries(
      Object.entries(half).map(([name, tensor]) => {
        return [name, { dtype: 'f32', shape: tensor.shape, data: toFloat32(tensor) } as const]
      }),
    )
    const run = { strategy: 'sliding-window', chunks: 2, cacheFrames: 6 }
    await using narrow = await openModel(BASE, half)
    await using same = await openModel(BASE, wide)
    expect((await roll(narrow.model, run)).latents).toEqual((await roll(same.model, run)).latents)
    expect(narrow.model.sha256).not.toBe(same.model.sha256)
  })

  test('gives the same latents to rollouts that alternate as to one alone', async () => {
    await using opened = await openModel(BASE, randomWeights(wanParameters(wanGeometry(BASE)), 13))
    const run = { strategy: 'memrope', chunks: 5, cacheFrames: 9 }
    const alone = await roll(opened.model, run)
    const together = await Promise.all([
      roll(opened.model, run),
      roll(opened.model, { ...run, cacheFrames: 12 }),
      roll(opened.model, run),
    ])
    expect(together[0].latents).toEqual(alone.latents)
    expect(together[2].latents).toEqual(alone.latents)
    expect(together[1].latents).not.toEqual(alone.latents)
  })

  test('goes on from latents that were given as from those it made, whole and resumed', async () => {
    await using opened = await openModel(BASE, randomWeights(wanParameters(wanGeometry(BASE)), 15))
    const run = { strategy: 'memrope', chunks: 7, cacheFrames: 9 }
    const made = await roll(opened.model, run)
    for (const given of [1, 4]) {
      const latents = Float32Array.from(made.latents.slice(0, (made.latents.length / run.chunks) * given))
      const firstLatents = { latents, shape: opened.model.geometry.latent }
      for (const stopAfter of [run.chunks, 2]) {
        expect(await roll(opened.model, run, { firstLatents, stopAfter })).toEqual(made)
      }
    }
  })

  test('counts two operations per multiplication', async () => {
    await using opened = await openModel(
      {
        ...BASE,
        dim: 2,
        num_heads: 1,
        num_layers: 1,
        ffn_dim: 3,
        freq_dim: 2,
        text_len: 1,
        latent: [16, 2, 2],
        chunk_frames: 1,
      },
      randomWeights(
        wanParameters(
          wanGeometry({ ...BASE, dim: 2, num_heads: 1, num_layers: 1, ffn_dim: 3, freq_dim: 2, text_len: 1 }),
        ),
        1,
      ),
    )
    // One token: 6 maps of 2 x 2 and two of 2 x 3; 4 slots and 1 word attended, scores and sums; 64 in and out; time 2 x 2, 2 x 2, 2 x 12.
    expect(opened.model.passFlops(4)).toBe(2 * (24 + 12 + 2 * 2 * 5 + 2 * 128 + 4 + 4 + 24))
    // Of the layer a clean pass needs keys and values alone, and nothing behind it.
    expect(opened.model.passFlops(4, 'clean')).toBe(2 * (2 * 4 + 128 + 4 + 4 + 24))
  })

  test('refuses parameters that do not fit its configuration, all at once', async () => {
    const { 'head.modulation': _, ...weights } = randomWeights(wanParameters(wanGeometry(BASE)), 1)
    await expect(openModel({ ...BASE, ffn_dim: 81 }, weights)).rejects.toThrow(
      /1 missing \(head\.modulation \[1, 2, 48\]\); 9 of another shape \(blocks\.0\.ffn\.0\.weight \[80, 48\] where \[81, 48\] is expected, /,
    )
  })

  test('is not loaded once the signal is aborted', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'config.json'), JSON.stringify(BASE))
    await writeSafetensors(join(folder.path, 'model.safetensors'), randomWeights(wanParameters(wanGeometry(BASE)), 1))
    await using device = await openDevice('cpu', { threads: 1 })
    const signal = AbortSignal.abort(new Error('not wanted'))
    await expect(loadWanModel({ folder: folder.path, device, signal })).rejects.toThrow('not wanted')
  })
})

test('a pass without output leaves the same keys and values, to the last bit', async () => {
  const tensors = randomWeights(wanParameters(wanGeometry(BASE)), 15)
  await using opened = await openModel(BASE, tensors)
  const latents = normalNumbers(3 * 16 * 4 * 6, 2)
  const cacheAfter = async (into?: Float32Array) => {
    await using denoiser = await opened.model.openDenoiser({ capacity: 6 })
    await denoiser.setPrompt({ text: '', rows: normalNumbers(60, 3), unknownWords: [] })
    for (const chunkSlot of [0, 3]) {
      const slots = chunkSlot + 3
      denoiser.place({ slots, chunkSlot, positions: Array.from({ length: slots }, (_, i) => i) })
      await denoiser.pass({ latents, timestep: 1000, into: new Float32Array(latents.length) })
      await denoiser.pass({ latents, timestep: 0, ...(into && { into }) })
    }
    return await denoiser.store.snapshot(6)
  }
  const output = new Float32Array(latents.length)
  expect(await cacheAfter()).toEqual(await cacheAfter(output))
  expect(output.some((value) => value !== 0)).toBe(true)
})

describe('a denoiser refuses', () => {
  const placement = { slots: 3, chunkSlot: 0, positions: [0, 1, 2] }

  test('what does not fit, in one sentence, and goes on', async () => {
    await using opened = await openModel(BASE, randomWeights(wanParameters(wanGeometry(BASE)), 14))
    await using denoiser = await opened.model.openDenoiser({ capacity: 6 })
    const latents = normalNumbers(3 * 16 * 4 * 6, 1)
    const pass = { latents, timestep: 1000, into: new Float32Array(latents.length) }
    await expect(denoiser.pass(pass)).rejects.toMatchObject({ code: 'not-ready' })
    await expect(denoiser.setPrompt({ text: '', rows: new Float32Array(3), unknownWords: [] })).rejects.toMatchObject({
      code: 'size-mismatch',
    })
    await denoiser.setPrompt({ text: '', rows: new Float32Array(60), unknownWords: [] })
    await expect(denoiser.pass(pass)).rejects.toMatchObject({ code: 'not-ready' })
    for (const wrong of [{ slots: 7, chunkSlot: 4 }, { chunkSlot: 1 }, { positions: [0, 1] }]) {
      expect(() => denoiser.place({ ...placement, ...wrong })).toThrow(/cannot be placed/)
    }
    denoiser.place(placement)
    await expect(denoiser.pass({ ...pass, latents: latents.subarray(1) })).rejects.toMatchObject({
      code: 'size-mismatch',
    })
    await expect(denoiser.pass({ ...pass, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    await denoiser.pass(pass)
    expect(pass.into.some((value) => value !== 0)).toBe(true)
  })
})
