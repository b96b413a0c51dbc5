import type { PixelFrame } from '@frameloom/tensor'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { someFrame } from '../arbitrary-frames.js'
import { pictureOf } from '../frames.fixture.js'
import { type LevelName, levelNames, levels } from './levels.js'

/** Sums of 32-bit lumas in another order, or of others: relative to full scale, or to its square. */
const TOLERANCE = 1e-4

const altered = ({ width, height, data }: PixelFrame, change: (value: number) => number): PixelFrame => ({
  width,
  height,
  data: data.map(change),
})

const mirrored = ({ width, height, data }: PixelFrame): PixelFrame => ({
  width,
  height,
  data: data.map((_, at) => {
    const row = Math.floor(at / (width * 3)) * width * 3
    const x = Math.floor((at - row) / 3)
    return data[row + (width - 1 - x) * 3 + (at % 3)] ?? 0
  }),
})

const reordered = ({ width, height, data }: PixelFrame): PixelFrame => {
  const pixels = width * height
  const step = pixels % 7 === 0 ? 1 : 7
  return { width, height, data: data.map((_, at) => data[((Math.floor(at / 3) * step) % pixels) * 3 + (at % 3)] ?? 0) }
}

function expectKept(names: readonly LevelName[], before: PixelFrame, after: PixelFrame): void {
  for (const name of names) {
    const expected = levels[name].of(pictureOf(before))
    const found = levels[name].of(pictureOf(after))
    expect({ name, off: Math.abs(found - expected) > TOLERANCE * Math.max(1, expected) }).toEqual({ name, off: false })
  }
}

describe('whatever the picture,', () => {
  test('more light leaves contrast, colourfulness and sharpness', () => {
    const property = fc.property(
      someFrame({ min: 20, max: 200 }),
      fc.integer({ min: -20, max: 55 }),
      (frame, light) => {
        const lit = altered(frame, (value) => value + light)
        expectKept(['contrast', 'colourfulness', 'sharpness'], frame, lit)
        const rise = levels.luma.of(pictureOf(lit)) - levels.luma.of(pictureOf(frame))
        expect(rise).toBeCloseTo(light / 255, 5)
      },
    )
    fc.assert(property)
  })

  test('twice the values are twice the light, contrast and colourfulness, four times the sharpness, the same saturation', () => {
    fc.assert(
      fc.property(someFrame({ min: 0, max: 127 }), (frame) => {
        const [before, after] = [pictureOf(frame), pictureOf(altered(frame, (value) => 2 * value))]
        expectKept(
          ['saturation'],
          frame,
          altered(frame, (value) => 2 * value),
        )
        for (const [name, factor] of [
          ['luma', 2],
          ['contrast', 2],
          ['colourfulness', 2],
          ['sharpness', 4],
        ] as const) {
          const expected = factor * levels[name].of(before)
          expect(Math.abs(levels[name].of(after) - expected)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, expected))
        }
      }),
    )
  })

  test('a mirror changes no level', () => {
    fc.assert(fc.property(someFrame(), (frame) => expectKept(levelNames, frame, mirrored(frame))))
  })

  test('only sharpness knows where the pixels stand', () => {
    const placeless = levelNames.filter((name) => name !== 'sharpness')
    fc.assert(fc.property(someFrame(), (frame) => expectKept(placeless, frame, reordered(frame))))
  })

  test('levels stay within their ranges', () => {
    fc.assert(
      fc.property(someFrame(), (frame) => {
        const picture = pictureOf(frame)
        for (const name of ['luma', 'saturation', 'clippedShare'] as const) {
          expect(levels[name].of(picture)).toBeGreaterThanOrEqual(0)
          expect(levels[name].of(picture)).toBeLessThanOrEqual(1 + TOLERANCE)
        }
        expect(levels.contrast.of(picture)).toBeLessThanOrEqual(0.5 + TOLERANCE)
      }),
    )
  })
})
