import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VideoSummary } from './video-summary.js'

const ramp = (chunks: number, value: (chunk: number) => number) => {
  const summary = new VideoSummary()
  for (let chunk = 0; chunk < chunks; chunk++) summary.add({ luma: value(chunk) })
  return summary.read().get('luma')
}

describe('the summary of a video', () => {
  test('has the slope, the extremes and the quarters of a known fade', () => {
    const fade = ramp(40, (chunk) => 0.9 - 0.01 * chunk)
    expect(fade?.slopePerChunk).toBeCloseTo(-0.01, 12)
    expect(fade).toMatchObject({ chunks: 40, greatest: 0.9 })
    expect(fade?.least).toBeCloseTo(0.51, 12)
    expect(fade?.mean).toBeCloseTo(0.705, 12)
    for (const [index, mean] of [0.855, 0.755, 0.655, 0.555].entries()) {
      expect(fade?.quarters[index]).toBeCloseTo(mean, 12)
    }
  })

  test('loses no digits over a day of chunks', () => {
    // 115,200 chunks of three quarters of a second.
    const fade = ramp(115_200, (chunk) => 1000 + 1e-6 * chunk)
    expect((fade?.slopePerChunk ?? 0) * 1e6).toBeCloseTo(1, 6)
  })

  test('has quarters as exact as its bins, for any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (chunks) => {
        const quarters = ramp(chunks, (chunk) => chunk)?.quarters ?? []
        for (const [index, mean] of quarters.entries()) {
          // The ends of a quarter may cut a chunk, and a bin, which is at most a thirty-second of the video.
          expect(Math.abs((mean ?? NaN) - ((index + 0.5) * chunks) / 4 + 0.5)).toBeLessThanOrEqual(0.5 + chunks / 32)
        }
        expect(quarters).toHaveLength(4)
      }),
    )
  })

  test('weighs quarters by the chunks that had the measure', () => {
    const summary = new VideoSummary()
    for (const motion of [undefined, 0.2, 0.4, undefined, undefined, undefined, 0.6, 0.8]) {
      summary.add({ luma: 0, ...(motion !== undefined && { motion }) })
    }
    const motion = summary.read().get('motion')
    expect(motion?.chunks).toBe(4)
    expect(motion?.quarters).toEqual([0.2, 0.4, undefined, 0.7])
    expect([...summary.read().keys()]).toEqual(['luma', 'motion'])
  })
})
