import { fileURLToPath } from 'node:url'
import { toFloat32 } from '@frameloom/tensor'
import { openSafetensors, readTensor } from '@frameloom/weights'
import { describe, expect, test } from 'vitest'
import { renderScene } from './render-scene.js'
import { sceneOfRow } from './scene-row.fixture.js'

const file = await openSafetensors(fileURLToPath(new URL('../../golden/scenes.safetensors', import.meta.url)))
const rows = await readTensor(file, 'rows')
const times = await readTensor(file, 'times')
const [count = 0, columns = 0] = rows.shape

/** Of both lists: the largest difference, and the share of differences above one. */
function differences(found: ArrayLike<number>, expected: ArrayLike<number>) {
  expect(found).toHaveLength(expected.length)
  let [largest, beyondOne] = [0, 0]
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? Number.NaN))
    largest = Math.max(largest, difference)
    if (!(difference <= 1)) beyondOne++
  }
  return { largest, beyondOne: beyondOne / found.length }
}

describe('the renderer', () => {
  test.each(['small', 'large'] as const)('paints what the training code paints, %s', async (name) => {
    const pictures = await readTensor(file, name)
    const masks = await readTensor(file, `${name}_mask`)
    const [n = 0, height = 0, width = 0] = pictures.shape
    const first = name === 'small' ? 0 : 1
    expect(n).toBe(name === 'small' ? count : 1)
    for (let i = 0; i < n; i++) {
      const scene = sceneOfRow(Array.from(rows.data.slice((first + i) * columns, (first + i + 1) * columns), Number))
      const { frame, character } = renderScene(scene, Number(times.data[first + i]), { width, height })
      const size = width * height
      const expected = toFloat32(pictures).subarray(3 * i * size, 3 * (i + 1) * size)
      // Bytes of 32-bit arithmetic there and 64-bit arithmetic here: a value on the edge of rounding goes either way,
      // and an edge one pixel wide moves by a phase's last digit.
      const painted = differences(frame.data, expected)
      expect(painted.largest).toBeLessThanOrEqual(2)
      expect(painted.beyondOne).toBeLessThan(1e-3)
      const mask = differences(
        character.map((value) => Math.round(255 * value)),
        toFloat32(masks).subarray(i * size, (i + 1) * size),
      )
      expect(mask.largest).toBeLessThanOrEqual(2)
    }
  })
})
