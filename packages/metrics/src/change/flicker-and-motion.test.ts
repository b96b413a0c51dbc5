import { describe, expect, test } from 'vitest'
import { drawn, flat, pictureOf, SMALL, video } from '../frames.fixture.js'
import type { Picture } from '../picture/picture.js'
import { flickerScore } from './flicker.js'
import { motion } from './motion.js'

type OfPair = (previous: Picture, picture: Picture) => number

/** Mean over all successive pairs. */
function mean(of: OfPair, greys: readonly number[]): number {
  const pictures = greys.map((grey) => pictureOf(flat(grey)))
  const values = pictures.slice(1).map((picture, index) => of(pictures[index] ?? picture, picture))
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('the flicker score', () => {
  test('of a sine is one minus four amplitudes per period', () => {
    for (const [period, amplitude] of [
      [4, 40],
      [2, 25],
      [12, 60],
    ] as const) {
      const cycles = video(4 * period + 1, (frame) =>
        flat(Math.round(128 + amplitude * Math.cos((2 * Math.PI * frame) / period))),
      )
      const pictures = cycles.map(pictureOf)
      const scores = pictures.slice(1).map((picture, index) => flickerScore(pictures[index] ?? picture, picture))
      const score = scores.reduce((sum, value) => sum + value, 0) / scores.length
      expect(score).toBeCloseTo(1 - (4 * amplitude) / period / 255, 10)
    }
  })

  test('of a still video is 1, of black and white in turn 0', () => {
    expect(mean(flickerScore, [90, 90, 90])).toBe(1)
    expect(mean(flickerScore, [0, 255, 0])).toBe(0)
  })

  test('counts every channel alike', () => {
    const red = pictureOf(flat([60, 0, 0]))
    expect(flickerScore(pictureOf(flat(0)), red)).toBeCloseTo(1 - 20 / 255, 10)
  })
})

describe('motion', () => {
  /** Luma is kept in 32-bit floats, whose last place is 1.5e-5 near 255. */
  const DIGITS = 5

  test('of a fade is its step', () => {
    expect(mean(motion, [40, 47, 54, 61])).toBeCloseTo(7 / 255, DIGITS)
    expect(mean(motion, [61, 61])).toBe(0)
  })

  test('of a bar that moves by a column is the two columns it changes', () => {
    const bar = (at: number) => pictureOf(drawn(SMALL, (x) => (x >= at && x < at + 6 ? 200 : 50)))
    expect(motion(bar(10), bar(11))).toBeCloseTo(((150 / 255) * 2) / SMALL.width, DIGITS)
  })
})
