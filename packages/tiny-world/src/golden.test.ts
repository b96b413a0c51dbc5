import { fileURLToPath } from 'node:url'
import { recordedNoise, Rollout, scheduleFromSteps } from '@frameloom/diffusion'
import { memrope, onlinePositions } from '@frameloom/kv-cache'
import { openDevice } from '@frameloom/runtime'
import { openSafetensors, readTensorAsF32 } from '@frameloom/weights'
import { afterAll, expect, test } from 'vitest'
import { loadTinyWorld } from './load-tiny-world.js'

/** Numbers that the training code computed from the committed weights, in f32 with PyTorch. */
async function golden(name: 'rollout' | 'decoder') {
  const path = fileURLToPath(new URL(`../golden/${name}.safetensors`, import.meta.url))
  const file = await openSafetensors(path)
  return (tensor: string) => readTensorAsF32(file, tensor)
}

const device = await openDevice('cpu')
const world = await loadTinyWorld({ device })
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await device.dispose()
})

test('makes the latents that the training code makes of the same noise and prompt', async () => {
  const read = await golden('rollout')
  const context = await read('context')
  const prompt = await world.encoder.encode('red ball meadow noon')
  expect([...prompt.rows]).toEqual([...context.data])

  const { model } = world
  const { steps, shift } = model.defaultSchedule
  const { chunkFrames } = model.geometry
  const settings = {
    strategy: memrope({ cacheFrames: 12, sinkFrames: 3, chunkFrames, longRate: 0.01, shortRate: 0.1 }),
    positions: onlinePositions(),
    prompt,
  }
  await using rollout = new Rollout({
    model,
    schedule: scheduleFromSteps(steps, shift),
    noise: recordedNoise({ noise: await read('noise'), renoise: await read('renoise') }),
    chunks: 2,
    boundary: () => settings,
  })
  const made: number[] = []
  for await (const { latents } of rollout) made.push(...latents)
  const expected = (await read('latents')).data
  expect(made).toHaveLength(expected.length)
  // Ten passes of f32 arithmetic in another order of summation, on numbers of about 1.
  expect(largest(made, expected)).toBeLessThan(2e-4)
})

test('draws the pictures that the training code draws of the same latents', async () => {
  const read = await golden('decoder')
  const [latents, pictures] = [await read('latents'), await read('frames')]
  await using stream = await world.decoder.open()
  const frames = await stream.decode(latents.data)
  const [count = 0, , height = 0, width = 0] = pictures.shape
  expect(frames).toHaveLength(count)
  const drawn = frames.flatMap(({ data }) => Array.from(data, (byte) => byte / 255))
  const expected = new Float32Array(drawn.length)
  for (let i = 0; i < expected.length; i++) {
    const [frame, pixel, channel] = [Math.floor(i / (3 * height * width)), Math.floor(i / 3) % (height * width), i % 3]
    expected[i] = pictures.data[(frame * 3 + channel) * height * width + pixel] ?? NaN
  }
  // Half a step of a byte, and rounding.
  expect(largest(drawn, expected)).toBeLessThan(0.51 / 255)
})

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)))
  return most
}
