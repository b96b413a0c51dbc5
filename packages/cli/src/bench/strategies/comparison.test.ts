import { describe, expect, test } from 'vitest'
import { compare } from './comparison.js'
import { comparisonPlot } from './comparison-plot.js'
import { comparisonTable } from './comparison-table.js'
import type { KeptVideo } from '../videos/kept-videos.js'
import type { VideoScores } from './video-score.js'
import type { VideoSettings } from './play-video.js'

const PROMPTS = 12

/** Videos that all have `lead` more identity in their last quarter than their prompt gives them. */
const played = (lead: number): KeptVideo<VideoScores>[] =>
  Array.from({ length: PROMPTS }, (_, seed) => {
    const level = 0.2 + 0.05 * seed
    const quarters = [0.9, 0.8, 0.7, level + lead + (seed % 3) / 1000]
    return {
      seed,
      prompt: '',
      scores: {
        identity: { whole: level, quarters },
        // Only every other video has something to measure.
        landmarks: { whole: seed % 2 === 0 ? 1 : null, quarters: [null, null, null, seed % 2 === 0 ? 1 : null] },
      },
    }
  })

const videos = new Map([
  ['memrope', played(0.1)],
  ['sliding-window', played(0)],
  ['memrope-long', played(0.1)],
])
const settings: VideoSettings = { frames: 480, start: 'scene', given: 2, cacheFrames: 12, sinkFrames: 3, every: 4 }
const about = { settings, prompts: PROMPTS, model: 'tiny-world' }

describe('a comparison', () => {
  const comparison = compare(videos)

  test('pairs prompts: a small steady difference shows where the spread of prompts would hide it', () => {
    const difference = comparison['sliding-window']?.['identity']?.difference
    expect(difference?.count).toBe(PROMPTS)
    expect(difference?.mean).toBeCloseTo(-0.1, 9)
    expect(difference?.high).toBeLessThan(-0.09)
    const [ours, theirs] = [comparison['memrope'], comparison['sliding-window']].map(
      (of) => of?.['identity']?.quarters[3],
    )
    expect(theirs?.high).toBeGreaterThan(ours?.low ?? Infinity)
    expect(comparison['memrope']?.['identity']?.difference).toBeUndefined()
    expect(comparison['memrope-long']?.['identity']?.difference).toMatchObject({ mean: 0, low: 0, high: 0 })
  })

  test('counts only videos that could be measured', () => {
    expect(comparison['memrope']?.['landmarks']?.whole).toEqual({ mean: 1, low: 1, high: 1, count: PROMPTS / 2 })
    expect(comparison['memrope']?.['landmarks']?.quarters[0]).toBeUndefined()
  })

  test('is the same for the same videos', () => {
    expect(compare(videos)).toEqual(comparison)
  })

  test('becomes a table that marks what differs', () => {
    const table = comparisonTable(comparison, about)
    const identity = table.split('\n').find((line) => line.startsWith('| identity'))
    const cells = identity?.split('|').map((cell) => cell.trim())
    expect(cells?.[2]).toMatch(/^0\.576 \[0\.\d{3}, 0\.\d{3}\]$/)
    expect(cells?.[3]).toMatch(/^0\.476 \[0\.\d{3}, 0\.\d{3}\] \*$/)
    expect(cells?.[4]).not.toContain('*')
    expect(table).not.toContain('ridge line')
    const few = new Map([...videos].map(([name, list]) => [name, list.slice(0, 5)]))
    expect(comparisonTable(compare(few), about).split('\n').slice(3).join('\n')).not.toContain(' * ')
  })

  test('becomes a plot with a line and bars for each, inside of its frame', () => {
    const plot = comparisonPlot(comparison, 'identity')
    expect(plot.match(/<polyline/g)).toHaveLength(3)
    expect(plot.match(/stroke-opacity/g)).toHaveLength(12)
    for (const [, y] of plot.matchAll(/ y[12]="([^"]*)"/g)) {
      expect(Number(y)).toBeGreaterThanOrEqual(40)
      expect(Number(y)).toBeLessThanOrEqual(310)
    }
    expect(plot).not.toContain('NaN')
  })
})
