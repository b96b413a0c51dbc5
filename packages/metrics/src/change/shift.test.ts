import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawn, flat, landscape, pictureOf, type Size } from '../frames.fixture.js'
import type { Picture } from '../picture/picture.js'
import { shiftBetween } from './shift.js'

/** Pixels: both sides of the minimum are seen through windows that differ by two columns, and levels are rounded. */
const TOLERANCE = 0.1

const SIZE: Size = { width: 96, height: 64 }

const view = (right: number, down = 0, size = SIZE): Picture =>
  pictureOf(drawn(size, (x, y) => landscape(x - right, y - down)))

const shifts = (previous: Picture, picture: Picture) => ({
  right: shiftBetween(previous.columns, picture.columns),
  down: shiftBetween(previous.rows, picture.rows),
})

function expectShift(found: number, expected: number): void {
  expect(found).toBeGreaterThanOrEqual(expected - TOLERANCE)
  expect(found).toBeLessThanOrEqual(expected + TOLERANCE)
}

describe('a shift', () => {
  test('is found with its sign, in whole pixels and in parts of them', () => {
    for (const right of [-9, -2, -1.5, -0.4, 0.4, 1, 1.5, 3, 7.25])
      expectShift(shifts(view(0), view(right)).right, right)
  })

  test('is found upwards and downwards', () => {
    for (const down of [-3, 0.5, 4]) expectShift(shifts(view(0), view(0, down)).down, down)
  })

  test('of two pictures in reverse order has the other sign', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (right) => {
        const [before, after] = [view(0), view(right)]
        expect(shifts(before, after).right).toBeCloseTo(-shifts(after, before).right, 9)
      }),
    )
  })

  test('does not depend on how bright both pictures are', () => {
    const lit = (right: number) => pictureOf(drawn(SIZE, (x, y) => Math.round(landscape(x - right, y)) + 40))
    expect(shifts(lit(0), lit(2)).right).toBeCloseTo(shifts(view(0), view(2)).right, 4)
  })

  test('is exactly none for a still picture, and for one without structure', () => {
    expect(shifts(view(0), view(0))).toEqual({ right: 0, down: 0 })
    expect(shifts(pictureOf(flat(50)), pictureOf(flat(90)))).toEqual({ right: 0, down: 0 })
  })

  test('is none across a cut', () => {
    const other = pictureOf(drawn(SIZE, (x, y) => 60 + ((x * 61) % 97) + ((y * 43) % 89)))
    expect(shifts(view(0), other)).toEqual({ right: 0, down: 0 })
  })

  test('is found in frames of odd sizes', () => {
    const size = { width: 57, height: 33 }
    expectShift(shifts(view(0, 0, size), view(3, 0, size)).right, 3)
  })

  test('is none where there is no room for one', () => {
    for (const size of [
      { width: 1, height: 1 },
      { width: 3, height: 2 },
    ]) {
      expect(shifts(view(0, 0, size), view(1, 0, size))).toEqual({ right: 0, down: 0 })
    }
  })
})
