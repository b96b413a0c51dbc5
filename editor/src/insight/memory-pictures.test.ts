import type { MemoryReport, SlotReport } from '@frameloom/memory-report'
import { expect, test } from 'vitest'
import { MemoryPictures } from './memory-pictures.js'

const RATE = 0.05

const memory: SlotReport = {
  kind: 'long-term',
  position: 1,
  largest: [],
  bands: [],
  frames: 0,
  older: 1,
  blank: 0,
  exact: true,
}

/** A chunk of one latent frame, for which the frame three before it was folded in. */
function report(chunk: number): MemoryReport {
  const folds = chunk < 3 ? [] : [{ into: 'long-term' as const, frames: [chunk - 3], rate: RATE, fresh: chunk === 3 }]
  const change = { moved: 0, folds, dropped: [], forgotten: [] }
  return { chunk, chunkFrames: 1, strategy: 'memrope', placing: 'online', slots: [memory], change }
}

const picture = (): Float32Array => new Float32Array(3).fill(0.5)

/** The first chunks, whose pictures are all shown. */
function watched(): MemoryPictures {
  const pictures = new MemoryPictures()
  for (let chunk = 0; chunk < 100; chunk += 1) {
    pictures.follow(report(chunk))
    pictures.add(chunk, picture())
  }
  expect(pictures.of(memory)?.[0]).toBeCloseTo(0.5)
  return pictures
}

test('a memory loses its picture while those are not shown that are folded into it, as in a hidden tab', () => {
  const pictures = watched()
  for (let chunk = 100; chunk < 1000; chunk += 1) pictures.follow(report(chunk))
  expect(pictures.of(memory)).toBeUndefined()
  pictures.add(1000, picture())
  expect(pictures.of(memory)).toBeUndefined()
  for (let chunk = 1000; chunk < 1020; chunk += 1) {
    pictures.follow(report(chunk))
    pictures.add(chunk, picture())
  }
  expect(pictures.of(memory)?.[0]).toBeCloseTo(0.5)
})

test('a memory loses its picture with the first chunk that nobody told of, as without a connection', () => {
  const pictures = watched()
  pictures.follow(report(101))
  expect(pictures.of(memory)).toBeUndefined()
})
