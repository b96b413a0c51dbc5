import type { PixelFrame } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { chunksOf, drawn, landscape, pictureOf, SMALL, video } from '../frames.fixture.js'
import { NearRepeat, type RepeatFigures } from './near-repeat.js'

const GAP = 4
const PER_CHUNK = 6

function figuresOf(frames: readonly PixelFrame[]): (RepeatFigures | undefined)[] {
  const repeat = new NearRepeat(GAP)
  return chunksOf(frames, PER_CHUNK).map((chunk, index) => {
    for (const frame of chunk) repeat.look(pictureOf(frame), index)
    return repeat.finish(index)
  })
}

/** A camera that moves on by `step` pixels a frame. */
const at = (place: number): PixelFrame => drawn(SMALL, (x, y) => landscape(x + place, y))

describe('near repeat', () => {
  test('finds the very frame that a loop comes by, though its period is no whole number of chunks', () => {
    const period = 8 * PER_CHUNK + 1
    const figures = figuresOf(video(20 * PER_CHUNK, (frame) => at((frame % period) * 2)))
    const looping = figures.slice(10).map((chunk) => chunk?.nearRepeat)
    expect(looping).toEqual(looping.map(() => 1))
    expect(new Set(figures.slice(10).map((chunk) => chunk?.nearRepeatAgeChunks)).size).toBeLessThanOrEqual(3)
    for (const chunk of figures.slice(10)) expect(chunk?.loopStrength).toBeGreaterThan(0.5)
  })

  test('does not take a journey without return for a loop', () => {
    for (const chunk of figuresOf(
      video(20 * PER_CHUNK, (frame) => drawn(SMALL, (x, y) => ((x + 40 * y + 2 * frame) % 256) / 2)),
    )) {
      expect(chunk?.nearRepeat ?? 0).toBeLessThan(0.99)
    }
  })

  test('tells a video that stands still from one that loops', () => {
    const last = figuresOf(video(10 * PER_CHUNK, () => at(0))).at(-1)
    expect(last).toEqual({ nearRepeat: 1, nearRepeatAgeChunks: GAP, loopStrength: 0 })
  })

  test('is silent until the video is longer than the gap', () => {
    const figures = figuresOf(video(6 * PER_CHUNK, at))
    expect(figures.map((chunk) => chunk !== undefined)).toEqual([false, false, false, false, true, true])
  })
})
