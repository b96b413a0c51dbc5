import { describe, expect, test } from 'vitest'
import { drawn, flat, pictureOf, SMALL } from '../frames.fixture.js'
import { brightness } from './brightness.js'
import { clippedShare } from './clipping.js'
import { colourfulness } from './colourfulness.js'
import { contrast } from './contrast.js'
import { saturation } from './saturation.js'
import { sharpness } from './sharpness.js'

/** Luma is kept in 32-bit floats, whose last place is 1.5e-5 near 255. */
const DIGITS = 5

const halves = pictureOf(drawn(SMALL, (x) => (x < SMALL.width / 2 ? 0 : 255)))

describe('brightness', () => {
  test('is the share of white of a grey picture', () => {
    expect(brightness(pictureOf(flat(51)))).toBeCloseTo(0.2, DIGITS)
  })

  test('weighs red, green and blue as ITU-R BT.709 does', () => {
    expect(brightness(pictureOf(flat([255, 0, 0])))).toBeCloseTo(0.2126, DIGITS)
    expect(brightness(pictureOf(flat([0, 255, 0])))).toBeCloseTo(0.7152, DIGITS)
    expect(brightness(pictureOf(flat([0, 0, 255])))).toBeCloseTo(0.0722, DIGITS)
  })
})

describe('contrast', () => {
  test('is greatest for halves in black and white and absent in a flat picture', () => {
    expect(contrast(halves)).toBeCloseTo(0.5, DIGITS)
    expect(contrast(pictureOf(flat(77)))).toBeCloseTo(0, DIGITS)
  })
})

describe('saturation', () => {
  test('is that of HSV in a picture of one colour', () => {
    expect(saturation(pictureOf(flat([200, 100, 50])))).toBe(0.75)
    expect(saturation(pictureOf(flat([0, 9, 0])))).toBe(1)
    expect(saturation(pictureOf(flat(120)))).toBe(0)
    expect(saturation(pictureOf(flat(0)))).toBe(0)
  })

  test('hardly notices the colour of what is nearly black', () => {
    const noise = pictureOf(drawn(SMALL, (x) => (x === 0 ? [2, 0, 0] : 200)))
    expect(saturation(noise)).toBeLessThan(0.001)
  })
})

describe('colourfulness', () => {
  test('of one colour is three tenths of its distance from grey', () => {
    expect(colourfulness(pictureOf(flat([200, 100, 50])))).toBeCloseTo(0.3 * Math.hypot(100, 100), 10)
    expect(colourfulness(pictureOf(flat(99)))).toBe(0)
  })

  test('of halves in red and green adds their spread', () => {
    const picture = pictureOf(drawn(SMALL, (_, y) => (y < SMALL.height / 2 ? [255, 0, 0] : [0, 255, 0])))
    expect(colourfulness(picture)).toBeCloseTo(255 + 0.3 * 127.5, 10)
  })
})

describe('clipped share', () => {
  test('counts a pixel once, whichever of its channels is at an end', () => {
    const colours = [
      [255, 255, 255],
      [0, 0, 0],
      [40, 255, 40],
      [0, 60, 255],
      [1, 254, 128],
    ] as const
    expect(clippedShare(pictureOf(drawn({ width: 5, height: 3 }, (x) => colours[x] ?? 7)))).toBe(4 / 5)
  })
})

describe('sharpness', () => {
  test('of a single bright pixel is twenty times its square over the inner pixels', () => {
    const dot = pictureOf(drawn({ width: 9, height: 8 }, (x, y) => (x === 4 && y === 3 ? 130 : 100)))
    expect(sharpness(dot)).toBeCloseTo((20 * 30 ** 2) / (7 * 6), DIGITS - 2)
  })

  test('of a checkerboard is the square of eight times its amplitude', () => {
    const board = pictureOf(drawn({ width: 10, height: 8 }, (x, y) => ((x + y) % 2 ? 110 : 90)))
    expect(sharpness(board)).toBeCloseTo(80 ** 2, DIGITS - 3)
  })

  test('does not see slopes, and nothing where no pixel has four neighbours', () => {
    expect(sharpness(pictureOf(drawn(SMALL, (x, y) => 2 * x + 3 * y)))).toBeCloseTo(0, DIGITS)
    expect(sharpness(pictureOf(drawn({ width: 2, height: 9 }, (x, y) => x * 50 + y)))).toBe(0)
  })
})
