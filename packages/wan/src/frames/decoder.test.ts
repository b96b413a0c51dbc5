import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import type { Tensor } from '@frameloom/tensor'
import { writeSafetensors } from '@frameloom/weights'
import { describe, expect, test } from 'vitest'
import { decoderParameters } from '../test-support/decoder-parameters.js'
import { largestDifference, normalNumbers, randomWeights, temporaryFolder } from '../test-support/random-weights.js'
import { referenceDecode } from '../test-support/reference-decoder.js'
import { loadFrameDecoder } from './decoder.js'

const WIDTHS = [8, 6, 4, 5] as const
const HEIGHT = 2
const WIDTH = 3
const LATENT = 16 * HEIGHT * WIDTH

async function openDecoder(weights: Readonly<Record<string, Tensor>>) {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'tiny.safetensors')
  await writeSafetensors(path, {
    ...weights,
    'encoder.0.weight': { dtype: 'f32', shape: [1], data: Float32Array.of(0) },
  })
  const device = await openDevice('cpu', { threads: 1 })
  const decoder = await loadFrameDecoder({ path, device, latent: { height: HEIGHT, width: WIDTH } })
  return Object.assign(decoder, {
    async [Symbol.asyncDispose]() {
      await device.dispose()
      await folder[Symbol.asyncDispose]()
    },
  })
}

const bytes = (frames: readonly { readonly data: Uint8Array }[]) =>
  frames.map(({ data }) => Buffer.from(data).toString('hex'))

describe('the streaming decoder', () => {
  test.each([
    { what: 'enlarges three times', shuffle: 1, grow: 1, enlarge: [2, 2, 2] },
    { what: 'enlarges twice and shuffles pixels', shuffle: 2, grow: 1, enlarge: [2, 2, 1] },
    { what: 'has a growth to more frames than are used', shuffle: 1, grow: 2, enlarge: [2, 2, 2] },
  ])('gives the frames of a decoder of the whole clip, when it $what', async ({ shuffle, grow, enlarge }) => {
    const weights = randomWeights(decoderParameters(WIDTHS, { shuffle, grow }), 7)
    await using decoder = await openDecoder(weights)
    await using stream = await decoder.open()
    const latents = normalNumbers(3 * LATENT, 1)
    const frames = await stream.decode(latents)
    const clip = [0, 1, 2].map((i) => ({
      channels: 16,
      height: HEIGHT,
      width: WIDTH,
      at: Float64Array.from(latents.subarray(i * LATENT, (i + 1) * LATENT)),
    }))
    const expected = referenceDecode(weights, clip, enlarge)
    expect(frames.map(({ width, height }) => [width, height])).toEqual(Array(9).fill([8 * WIDTH, 8 * HEIGHT]))
    for (const [i, { data }] of frames.entries()) {
      // Half a step of rounding to bytes, and the rounding of 32-bit sums.
      expect(
        largestDifference(
          data,
          (expected[i] ?? []).map((value) => value * 255),
        ),
      ).toBeLessThan(0.51)
    }
    expect(new Set(frames[8]?.data).size).toBeGreaterThan(10)
  })

  test('gives the same frames whether latents come one by one or all at once', async () => {
    await using decoder = await openDecoder(randomWeights(decoderParameters(WIDTHS), 8))
    await using whole = await decoder.open()
    await using parts = await decoder.open()
    const latents = normalNumbers(4 * LATENT, 2)
    const once = await whole.decode(latents)
    expect(once).toHaveLength(13)
    const counts = []
    const oneByOne = []
    for (let i = 0; i < 4; i++) {
      const frames = await parts.decode(latents.subarray(i * LATENT, (i + 1) * LATENT))
      counts.push(frames.length)
      oneByOne.push(...frames)
    }
    expect(counts).toEqual([1, 4, 4, 4])
    expect(bytes(oneByOne)).toEqual(bytes(once))
  })

  test('goes on identically from a snapshot, also in another stream', async () => {
    await using decoder = await openDecoder(randomWeights(decoderParameters(WIDTHS), 9))
    await using first = await decoder.open()
    await using second = await decoder.open()
    const before = await first.snapshot()
    await first.decode(normalNumbers(2 * LATENT, 3))
    const state = await first.snapshot()
    const next = normalNumbers(LATENT, 4)
    const expected = bytes(await first.decode(next))
    await second.restore(state)
    expect(bytes(await second.decode(next))).toEqual(expected)
    await second.restore(before)
    expect(await second.decode(next)).toHaveLength(1)
    await expect(second.restore({})).rejects.toMatchObject({ code: 'size-mismatch' })
  })

  test('refuses what is no whole latent frame', async () => {
    await using decoder = await openDecoder(randomWeights(decoderParameters(WIDTHS), 9))
    await using stream = await decoder.open()
    await expect(stream.decode(new Float32Array(LATENT + 1))).rejects.toMatchObject({ code: 'size-mismatch' })
  })

  test('lists every parameter that does not fit', async () => {
    const { 'decoder.9.conv.2.bias': _, ...weights } = randomWeights(decoderParameters(WIDTHS), 9)
    const wrong: Tensor = { dtype: 'f32', shape: [2, 2], data: new Float32Array(4) }
    await expect(openDecoder({ ...weights, 'decoder.14.bias': wrong })).rejects.toThrow(
      /1 missing \(decoder\.9\.conv\.2\.bias \[6\]\); 1 unexpected \(decoder\.14\.bias \[2, 2\]\)/,
    )
    await expect(openDecoder({})).rejects.toMatchObject({ code: 'decoder-invalid' })
  })
})
