import { expect, test } from 'vitest'
import { deltaE, labOf } from './lab.js'

/** Published values are given with two decimals, and so are the tolerances. */
const DIGITS = 1

test('brings sRGB to the published L*a*b* values of its corners', () => {
  const corners = [
    [255, 255, 255, 100, 0, 0],
    [0, 0, 0, 0, 0, 0],
    [255, 0, 0, 53.24, 80.09, 67.2],
    [0, 255, 0, 87.73, -86.18, 83.18],
    [0, 0, 255, 32.3, 79.19, -107.86],
    [119, 119, 119, 50.03, 0, 0],
  ] as const
  for (const [red, green, blue, ...expected] of corners) {
    const lab = labOf(red, green, blue)
    for (const [index, value] of expected.entries()) expect(lab[index]).toBeCloseTo(value, DIGITS)
  }
})

test('measures the distance of two colours', () => {
  expect(deltaE([50, 3, 4], [50, 0, 0])).toBe(5)
})
