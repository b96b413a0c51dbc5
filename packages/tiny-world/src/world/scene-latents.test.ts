import { fileURLToPath } from 'node:url'
import { toFloat32 } from '@frameloom/tensor'
import { openSafetensors, readTensor } from '@frameloom/weights'
import { expect, test } from 'vitest'
import { advance } from './scene.js'
import { sceneLatents } from './scene-latents.js'
import { sceneOfRow } from './scene-row.fixture.js'

const SIZE = { height: 20, width: 32 }
const file = await openSafetensors(fileURLToPath(new URL('../../golden/scenes.safetensors', import.meta.url)))

test('computes the latents that the training code computes', async () => {
  const rows = await readTensor(file, 'rows')
  const times = await readTensor(file, 'times')
  const expected = await readTensor(file, 'latents')
  const [count = 0, columns = 0] = rows.shape
  const [n, ...shape] = expected.shape
  expect([n, ...shape]).toEqual([count, 16, 20, 32])
  const size = expected.data.length / count
  for (let i = 0; i < count; i++) {
    const scene = sceneOfRow(Array.from(rows.data.slice(i * columns, (i + 1) * columns), Number))
    // There a latent frame is named after the first of its pixel frames.
    const found = sceneLatents(advance(scene, 3), { first: Math.floor(Number(times.data[i]) / 4), count: 1, ...SIZE })
    const wanted = toFloat32(expected).subarray(i * size, (i + 1) * size)
    const largest = found.reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? Number.NaN))), 0)
    // 32-bit arithmetic there and 64-bit arithmetic here: phases differ in their last digits.
    expect(largest).toBeLessThan(1e-3)
  }
})

test('goes on from any frame', () => {
  const scene = sceneOfRow([0, 1, 2, 3, 0, 1, 5, 0.1, 0.2, 0.3, 0.4])
  const size = 16 * 20 * 32
  const whole = sceneLatents(scene, { count: 4, ...SIZE })
  expect(sceneLatents(scene, { first: 2, count: 2, ...SIZE })).toEqual(whole.slice(2 * size))
})
