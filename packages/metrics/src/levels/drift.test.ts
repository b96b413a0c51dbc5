import { describe, expect, test } from 'vitest'
import { flat, pictureOf } from '../frames.fixture.js'
import { ColourShift } from './colour-shift.js'
import { deltaE, labOf } from './lab.js'
import { LevelGauge, type LevelFigures } from './level-gauge.js'
import { levels } from './levels.js'

/** Figures of chunks of grey frames, the first of them being the reference. */
function figuresOf(chunks: readonly (readonly number[])[], leastReference?: number): LevelFigures[] {
  const gauge = new LevelGauge({ ...levels.luma, ...(leastReference !== undefined && { leastReference }) })
  return chunks.map((greys, chunk) => {
    for (const grey of greys) gauge.look(pictureOf(flat(grey)))
    return gauge.finish(chunk === 0)
  })
}

describe('drift', () => {
  test('follows a known fade with its sign', () => {
    const [first, second, third] = figuresOf([[102], [77], [51]])
    expect(first).toMatchObject({ drift: 0, driftAbsolute: 0 })
    expect(second?.drift).toBeCloseTo(-25 / 255, 6)
    expect(third?.drift).toBeCloseTo(-51 / 255, 6)
    expect(third?.driftAbsolute).toBeCloseTo(51 / 255, 6)
  })

  test('cancels out what goes up and down, and keeps it without its sign', () => {
    const figures = figuresOf([[100], [80, 120, 80, 120]])[1]
    expect(figures?.drift).toBeCloseTo(0, 6)
    expect(figures?.driftAbsolute).toBeCloseTo(20 / 255, 6)
  })

  test('is a share of the reference where the level says so', () => {
    expect(figuresOf([[100], [70]], 1 / 255)[1]?.drift).toBeCloseTo(-0.3, 5)
  })

  test('stays finite for a reference of nothing', () => {
    expect(figuresOf([[0], [10]], 1 / 255)[1]?.drift).toBeCloseTo(10, 5)
  })

  test('counts every frame of the reference alike', () => {
    const gauge = new LevelGauge(levels.luma)
    gauge.look(pictureOf(flat(90)))
    gauge.finish(true)
    for (const grey of [120, 120, 120]) gauge.look(pictureOf(flat(grey)))
    expect(gauge.finish(true).drift).toBeCloseTo((120 - 112.5) / 255, 6)
  })
})

describe('colour shift', () => {
  test('is the distance of a tint in L*a*b*, which luma alone would not show', () => {
    const shift = new ColourShift()
    shift.look(pictureOf(flat([100, 100, 100])))
    expect(shift.finish(true)).toBe(0)
    shift.look(pictureOf(flat([130, 91, 100])))
    expect(shift.finish(false)).toBeCloseTo(deltaE(labOf(130, 91, 100), labOf(100, 100, 100)), 10)
  })

  test('averages the frames of a chunk before it compares', () => {
    const shift = new ColourShift()
    shift.look(pictureOf(flat([100, 100, 100])))
    shift.finish(true)
    for (const red of [80, 120]) shift.look(pictureOf(flat([red, 100, 100])))
    expect(shift.finish(false)).toBeCloseTo(0, 10)
  })
})
