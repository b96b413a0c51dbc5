import { describe, expect, test } from 'vitest'
import type { KeptVideo } from '../videos/kept-videos.js'
import { hourPlot } from './hour-plot.js'
import { hourResult } from './hour-result.js'
import { hourTable } from './hour-table.js'
import { type MinuteCurves, MinuteMeans } from './minute-means.js'

const MINUTES = 4

/** Videos whose identity falls by a tenth from the first minute to the last, each from its own level. */
const videos = (count: number): KeptVideo<MinuteCurves>[] =>
  Array.from({ length: count }, (_, seed) => {
    const means = new MinuteMeans(MINUTES)
    const level = 0.5 + 0.05 * seed
    for (let minute = 0; minute < MINUTES; minute++) {
      for (const aside of [-0.1, 0.1]) means.add('identity', minute, level + aside - minute / 30)
      // Nothing to see in the last minute of the first video.
      if (seed > 0 || minute < MINUTES - 1) means.add('markRight', minute, 1)
      means.add('memoryMiB', minute, 150 + seed)
    }
    return { seed, prompt: '', scores: means.read() }
  })

const about = (prompts: number) => ({
  strategy: 'memrope',
  settings: { start: 'scene', minutes: MINUTES, given: 2, cacheFrames: 12, sinkFrames: 3, every: 16 } as const,
  chunks: 320,
  latentFrames: 960,
  prompts,
  model: 'tiny-world',
})

const lineOf = (table: string, title: string) =>
  table
    .split('\n')
    .find((line) => line.startsWith(`| ${title}`))
    ?.split('|')
    .slice(2, -1)
    .map((cell) => cell.trim())

describe('the result of long videos', () => {
  const result = hourResult(videos(6))

  test('sets the last minute beside the first, prompt by prompt', () => {
    const { identity, markRight } = result
    expect(identity?.first?.mean).toBeCloseTo(0.625, 9)
    expect(identity?.between?.mean).toBeCloseTo(0.575, 9)
    expect(identity?.last?.mean).toBeCloseTo(0.525, 9)
    expect(identity?.change?.mean).toBeCloseTo(-0.1, 9)
    expect((identity?.change?.high ?? 0) - (identity?.change?.low ?? 1)).toBeLessThan(1e-9)
    expect(identity?.minutes.counts).toEqual([12, 12, 12, 12])
    expect(markRight?.change).toMatchObject({ mean: 0, count: 5 })
    expect(markRight?.minutes.counts).toEqual([6, 6, 6, 5])
  })

  test('becomes a table that marks what has changed, and has no interval where there is one prompt', () => {
    const cells = lineOf(hourTable(result, about(6)), 'identity')
    expect(cells?.[0]).toMatch(/^0\.625 \[0\.\d{3}, 0\.\d{3}\]$/)
    expect(cells?.[3]).toBe('-0.100 [-0.100, -0.100] *')
    expect(cells?.[4]).toBe('12, 12')
    const alone = hourTable(hourResult(videos(1)), about(1))
    expect(lineOf(alone, 'identity')).toEqual(['0.500', '0.450', '0.400', '-0.100', '2, 2'])
    expect(lineOf(alone, 'mark right')).toEqual(['1.000', '1.000', '', '', '1, 0'])
    expect(lineOf(alone, 'resident memory')).toEqual(['150.0', '150.0', '150.0', '0.000', '1, 1'])
  })

  test('becomes a plot with a line for each measure, inside of its frame', () => {
    const plot = hourPlot(result, {
      title: 'Scores',
      names: { identity: 'identity', markRight: 'mark', absent: 'absent' },
    })
    expect(plot.match(/<polyline/g)).toHaveLength(2)
    expect(plot).not.toContain('absent')
    expect(plot).not.toContain('NaN')
    const places = [...plot.matchAll(/points="([^"]+)"/g)].flatMap(([, points = '']) => points.split(' '))
    expect(places).toHaveLength(2 * MINUTES)
    for (const place of places) {
      const [x = 0, y = 0] = place.split(',').map(Number)
      expect(x).toBeGreaterThan(56)
      expect(x).toBeLessThan(520)
      expect(y).toBeGreaterThanOrEqual(40)
      expect(y).toBeLessThanOrEqual(310)
    }
  })
})

test('means go on where they were', () => {
  const [whole, part] = [new MinuteMeans(2), new MinuteMeans(2)]
  const add = (means: MinuteMeans, from: number, to: number) => {
    for (let i = from; i < to; i++) means.add('motion', i < 5 ? 0 : 1, i / 7)
  }
  add(whole, 0, 9)
  add(part, 0, 6)
  const rest = new MinuteMeans(2, structuredClone(part.sums))
  add(rest, 6, 9)
  expect(rest.read()).toEqual(whole.read())
})
