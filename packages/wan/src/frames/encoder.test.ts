import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import type { PixelFrame, Tensor } from '@frameloom/tensor'
import { writeSafetensors } from '@frameloom/weights'
import { describe, expect, test } from 'vitest'
import { patchedEncoder, taehvEncoder } from '../test-support/encoder-parameters.js'
import { largestDifference, normalNumbers, randomWeights, temporaryFolder } from '../test-support/random-weights.js'
import { referenceEncode } from '../test-support/reference-encoder.js'
import { loadFrameEncoder } from './encoder.js'

const HEIGHT = 2
const WIDTH = 3
const WIDTHS = [6, 5, 7] as const

async function openEncoder(weights: Readonly<Record<string, Tensor>>) {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'tiny.safetensors')
  await writeSafetensors(path, {
    ...weights,
    'decoder.1.weight': { dtype: 'f32', shape: [1], data: Float32Array.of(0) },
  })
  const device = await openDevice('cpu', { threads: 1 })
  const dispose = async () => {
    await device.dispose()
    await folder[Symbol.asyncDispose]()
  }
  try {
    const encoder = await loadFrameEncoder({ path, device, latent: { height: HEIGHT, width: WIDTH } })
    return Object.assign(encoder, { [Symbol.asyncDispose]: dispose })
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Pictures of noise: nothing in them is alike. */
const pictures = (count: number, seed: number): PixelFrame[] =>
  Array.from({ length: count }, (_, i) => ({
    width: 8 * WIDTH,
    height: 8 * HEIGHT,
    data: Uint8Array.from(normalNumbers(3 * 64 * WIDTH * HEIGHT, seed + i), (value) => 127 + 40 * value),
  }))

describe('the streaming encoder', () => {
  test.each([
    { kind: 'patched', parameters: patchedEncoder(WIDTHS) },
    { kind: 'taehv', parameters: taehvEncoder(WIDTHS) },
  ] as const)('gives the latents of the whole clip in 64 bits, $kind', async ({ kind, parameters }) => {
    const weights = randomWeights(parameters, 3)
    await using encoder = await openEncoder(weights)
    await using stream = await encoder.open()
    const clip = pictures(9, 1)
    const latents = await stream.encode(clip)
    expect(encoder.latent).toEqual({ channels: 16, height: HEIGHT, width: WIDTH })
    expect(latents).toHaveLength(3 * 16 * HEIGHT * WIDTH)
    // Sums of 32-bit numbers of about 1.
    expect(largestDifference(latents, referenceEncode(weights, clip, kind))).toBeLessThan(1e-5)
    expect(Math.max(...latents) - Math.min(...latents)).toBeGreaterThan(0.5)
  })

  test('gives the same latents whether pictures come at once or latent by latent', async () => {
    await using encoder = await openEncoder(randomWeights(patchedEncoder(WIDTHS), 4))
    await using whole = await encoder.open()
    await using parts = await encoder.open()
    const clip = pictures(13, 2)
    const once = await whole.encode(clip)
    const pieces = []
    for (const [from, to] of [
      [0, 1],
      [1, 5],
      [5, 13],
    ]) {
      pieces.push(...(await parts.encode(clip.slice(from, to))))
    }
    expect(Float32Array.from(pieces)).toEqual(once)
    expect(await parts.encode([])).toHaveLength(0)
  })

  test('sees the past, and nothing of the future', async () => {
    await using encoder = await openEncoder(randomWeights(patchedEncoder(WIDTHS), 5))
    const encoded = async (clip: readonly PixelFrame[]) => {
      await using stream = await encoder.open()
      return await stream.encode(clip)
    }
    const [clip, other] = [pictures(9, 3), pictures(9, 30)]
    const latent = 16 * HEIGHT * WIDTH
    const plain = await encoded(clip)
    const laterChanged = await encoded([...clip.slice(0, 5), ...other.slice(5)])
    expect(laterChanged.subarray(0, 2 * latent)).toEqual(plain.subarray(0, 2 * latent))
    const earlierChanged = await encoded([...other.slice(0, 5), ...clip.slice(5)])
    expect(earlierChanged.subarray(2 * latent)).not.toEqual(plain.subarray(2 * latent))
  })

  test('refuses pictures of another size, and groups that are not whole, and goes on', async () => {
    await using encoder = await openEncoder(randomWeights(patchedEncoder(WIDTHS), 6))
    await using stream = await encoder.open()
    await expect(stream.encode([{ width: 8, height: 8, data: new Uint8Array(192) }])).rejects.toMatchObject({
      code: 'size-mismatch',
      message: expect.stringContaining('a picture of 8 x 8'),
    })
    await expect(stream.encode(pictures(4, 1))).rejects.toThrow('given 4 pictures, but it reads 1 and then 4 at a time')
    expect(await stream.encode(pictures(1, 1))).toHaveLength(16 * HEIGHT * WIDTH)
    await expect(stream.encode(pictures(1, 1))).rejects.toThrow('given 1 pictures, but it reads 4 at a time')
  })

  test('lists what does not fit', async () => {
    const weights = randomWeights(patchedEncoder(WIDTHS), 9)
    const without = (name: string) =>
      Object.fromEntries(Object.entries(weights).filter(([key]) => !key.startsWith(name)))
    await expect(openEncoder(without('encoder.4.conv.2.bias'))).rejects.toThrow(
      /1 missing \(encoder\.4\.conv\.2\.bias \[5\]\)/,
    )
    await expect(openEncoder(without('encoder.5.'))).rejects.toThrow(/layer encoder\.5 is missing/)
    await expect(openEncoder(without('encoder.11.'))).rejects.toThrow(/last layer is not a convolution to 16 channels/)
    await expect(openEncoder(without('encoder.'))).rejects.toMatchObject({ code: 'encoder-invalid' })
  })
})
