import fc from 'fast-check'
import { expect, test } from 'vitest'
import { someVideo } from './arbitrary-frames.js'
import { DriftMeter } from './drift-meter.js'

test('every figure of every video is a finite number', () => {
  fc.assert(
    fc.property(someVideo, fc.integer({ min: 1, max: 3 }), (chunks, repeatGapChunks) => {
      const meter = new DriftMeter({ referenceChunks: 2, repeatGapChunks })
      for (const chunk of chunks) {
        const figures = Object.entries(meter.measure(chunk))
        expect(figures.filter(([, value]) => !Number.isFinite(value))).toEqual([])
      }
    }),
  )
})

test('where chunks begin does not change what is seen from frame to frame', () => {
  fc.assert(
    fc.property(someVideo, (chunks) => {
      const frames = chunks.flat()
      const pairs = { score: 0, motion: 0, right: 0 }
      const meter = new DriftMeter()
      for (const [index, chunk] of chunks.entries()) {
        const { flickerScore = 0, motion = 0, shiftRightPxPerFrame = 0 } = meter.measure(chunk)
        const count = chunk.length - (index === 0 ? 1 : 0)
        pairs.score += count * flickerScore
        pairs.motion += count * motion
        pairs.right += count * shiftRightPxPerFrame
      }
      const { flickerScore = 0, motion = 0, shiftRightPxPerFrame = 0 } = new DriftMeter().measure(frames)
      const count = frames.length - 1
      expect(pairs.score).toBeCloseTo(count * flickerScore, 9)
      expect(pairs.motion).toBeCloseTo(count * motion, 9)
      expect(pairs.right).toBeCloseTo(count * shiftRightPxPerFrame, 9)
    }),
  )
})

test('a video told backwards flickers and moves as much', () => {
  fc.assert(
    fc.property(someVideo, (chunks) => {
      const forwards = new DriftMeter().measure(chunks.flat())
      const backwards = new DriftMeter().measure(chunks.flat().toReversed())
      expect(backwards.flickerScore ?? 0).toBeCloseTo(forwards.flickerScore ?? 0, 9)
      expect(backwards.motion ?? 0).toBeCloseTo(forwards.motion ?? 0, 9)
    }),
  )
})
