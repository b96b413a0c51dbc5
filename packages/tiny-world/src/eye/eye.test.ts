import { gaussianInto, type PixelFrame } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { drawScene } from '../world/draw-scene.js'
import { renderScene } from '../world/render-scene.js'
import type { Scene } from '../world/scene.js'
import { Eye } from './eye.js'
import { type FrameScoreName, scoreFrame } from './score-frame.js'

const SCENES = 60
/** Pictures of the tests that look anew. */
const FEWER = 12
const size = { width: 256, height: 160 }
const eye = new Eye()

type Change = (frame: PixelFrame, seed: number) => PixelFrame

/** Pictures of many moments, rendered once, and what the eye sees in them as they are. */
const cases = Array.from({ length: SCENES }, (_, seed) => {
  const after = (seed * 53) % 900
  const { frame } = renderScene(drawScene(seed), after, size)
  return { seed, after, frame, sighting: eye.look(frame) }
})

interface Told {
  /** What happens to a picture before it is looked at. */
  readonly change?: Change
  /** What the picture is told to show; by default what it shows. */
  readonly first?: (seed: number) => Scene
  /** How many pictures. */
  readonly count?: number
}

/** Mean sizes of the scores of many pictures. */
function scores({ change, first = drawScene, count: wanted = SCENES }: Told = {}) {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { seed, after, frame, sighting } of cases.slice(0, wanted)) {
    const shown = change ? change(frame, seed) : frame
    const scene = first(seed)
    const found = { sighting: change ? eye.look(shown) : sighting, after, expected: { ...scene, first: scene } }
    for (const [name, value] of Object.entries(scoreFrame(shown, found))) {
      const known = sums.get(name) ?? { sum: 0, count: 0 }
      sums.set(name, { sum: known.sum + Math.abs(value), count: known.count + 1 })
    }
  }
  return {
    of: (name: FrameScoreName) => (sums.get(name)?.sum ?? Number.NaN) / (sums.get(name)?.count ?? 0),
    count: (name: FrameScoreName) => sums.get(name)?.count ?? 0,
  }
}

const clipped = (value: number) => Math.max(0, Math.min(255, Math.round(value)))

const noisy: Change = (frame, seed) => {
  const noise = new Float32Array(frame.data.length)
  gaussianInto(noise, { seed, chunk: 0, step: 0 })
  return { ...frame, data: frame.data.map((value, i) => clipped(value + 18 * (noise[i] ?? 0))) }
}

/** A mean over 5 x 5 pixels: two units, which is more than the character's rim. */
const blurred: Change = ({ width, height, data }) => {
  const result = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i++) {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3]
    let [sum, count] = [0, 0]
    for (let row = Math.max(0, y - 2); row <= Math.min(height - 1, y + 2); row++) {
      for (let column = Math.max(0, x - 2); column <= Math.min(width - 1, x + 2); column++) {
        sum += data[3 * (row * width + column) + channel] ?? 0
        count++
      }
    }
    result[i] = Math.round(sum / count)
  }
  return { width, height, data: result }
}

const NAMED = ['found', 'colourRight', 'shapeRight', 'markRight', 'biomeRight', 'identity', 'landmarks'] as const

describe('the eye', () => {
  const truth = scores()

  test('reads rendered pictures right', () => {
    for (const name of NAMED) expect(truth.of(name)).toBeGreaterThanOrEqual(0.99)
    expect(truth.count('found')).toBeGreaterThan(SCENES / 2)
    expect(truth.count('ghost')).toBeGreaterThan(4)
    expect(truth.of('ghost')).toBe(0)
    expect(truth.of('ridges')).toBeGreaterThan(0.97)
    expect(truth.of('hourError')).toBeLessThan(0.003)
    expect(truth.of('positionError')).toBeLessThan(0.3)
    expect(truth.of('sizeError')).toBeLessThan(0.01)
    expect(truth.of('exposureError')).toBe(0)
    expect(truth.of('saturationError')).toBe(0)
    expect(truth.count('landmarksOnReturn')).toBeGreaterThan(2)
  })

  test.each([
    { what: 'noise', change: noisy },
    { what: 'blur', change: blurred },
  ])('reads through $what', ({ change }) => {
    const read = scores({ change, count: FEWER })
    for (const name of ['colourRight', 'shapeRight', 'markRight', 'biomeRight'] as const) {
      expect(read.of(name)).toBeGreaterThanOrEqual(0.97)
    }
    expect(read.of('ghost')).toBe(0)
    expect(read.of('positionError')).toBeLessThan(0.6)
  })

  test('is wrong about nothing when one thing alone is another than expected', () => {
    const same = scores({ count: FEWER })
    const other = scores({
      count: FEWER,
      first: (seed) => {
        const { mark, ...scene } = drawScene(seed)
        return { ...scene, mark: (mark + 1) % 4 }
      },
    })
    expect(other.of('markRight')).toBe(0)
    expect(other.of('identity')).toBe(0)
    for (const name of ['found', 'colourRight', 'shapeRight', 'biomeRight', 'landmarks'] as const) {
      expect(other.of(name)).toBe(same.of(name))
    }
  })

  test('finds little right in pictures of another world', () => {
    const strange = scores({ first: (seed) => drawScene(seed + 5000), count: 3 * FEWER })
    expect(strange.of('identity')).toBeLessThan(0.1)
    expect(strange.of('biomeRight')).toBeLessThan(0.5)
    expect(strange.of('ridges')).toBeLessThan(0.3)
    expect(strange.of('landmarks')).toBeLessThan(0.5)
    expect(strange.of('hourError')).toBeGreaterThan(0.1)
    expect(strange.of('positionError')).toBeGreaterThan(10)
  })

  test('measures what has faded', () => {
    const change: Change = (frame) => ({ ...frame, data: frame.data.map((value) => clipped(0.5 * value + 60)) })
    const faded = scores({ change, count: FEWER })
    expect(faded.of('saturationError')).toBeGreaterThan(0.05)
    expect(faded.of('exposureError')).toBeGreaterThan(0.02)
  })

  test('loses the character where red and blue are swapped', () => {
    const change: Change = (frame) => ({
      ...frame,
      data: frame.data.map((_, i, data) => data[i - (i % 3) + (2 - (i % 3))] ?? 0),
    })
    expect(scores({ change, count: FEWER }).of('identity')).toBeLessThan(0.5)
  })

  test('misses the places where everything has moved aside', () => {
    const change: Change = (frame) => ({
      ...frame,
      data: frame.data.map((_, i, data) => {
        const [row, column] = [Math.floor(i / 3 / 256), Math.floor(i / 3) % 256]
        return data[3 * (row * 256 + ((column + 40) % 256)) + (i % 3)] ?? 0
      }),
    })
    const moved = scores({ change, count: FEWER })
    expect(moved.of('positionError')).toBeGreaterThan(10)
    expect(moved.of('ridges')).toBeLessThan(0.6)
    expect(moved.of('landmarks')).toBeLessThan(0.5)
  })

  test('finds nothing in grey', () => {
    const gone = scores({ change: (frame) => ({ ...frame, data: frame.data.map(() => 128) }), count: FEWER })
    expect([gone.of('found'), gone.of('identity'), gone.of('ghost')]).toEqual([0, 0, 0])
  })
})

test('an eye reads pictures of other sizes, as they come', () => {
  for (const other of [{ width: 96, height: 64 }, { width: 160, height: 96 }, size]) {
    const scene: Scene = { ...drawScene(3), day: 0.2 }
    const { character, biome } = eye.look(renderScene(scene, 0, other).frame)
    expect([character?.colour, character?.shape, character?.mark, biome]).toEqual([
      scene.colour,
      scene.shape,
      scene.mark,
      scene.biome,
    ])
  }
})
