import { expect, test } from 'vitest'
import { hourLength, type HourSettings } from './hour-length.js'

const lengthOf = (changes: Partial<HourSettings>, fps = 16) => {
  const settings = { start: 'scene', minutes: 60, given: 2, cacheFrames: 12, sinkFrames: 3, every: 16 } as const
  return hourLength(
    { ...settings, ...changes },
    { model: { geometry: { chunkFrames: 3 } }, decoder: { fps, framesPerLatent: 4 } },
  )
}

test('looks at every chunk that was made of the first and the last minute, and at some of those between', () => {
  const { chunks, minuteOf, looksAt } = lengthOf({})
  expect(chunks).toBe(4800)
  const looks = Array<number>(60).fill(0)
  for (let chunk = 0; chunk < chunks; chunk++) {
    if (looksAt(chunk)) looks[minuteOf(chunk)] = (looks[minuteOf(chunk)] ?? 0) + 1
  }
  expect(looks).toEqual([78, ...Array<number>(58).fill(5), 80])
})

test('a minute that is no whole number of chunks belongs to the chunk that begins in it', () => {
  const { chunks, minuteOf } = lengthOf({ minutes: 2 }, 25)
  expect(chunks).toBe(250)
  expect([124, 125, 249].map(minuteOf)).toEqual([0, 1, 1])
  expect([124, 125].map(lengthOf({ minutes: 2 }, 24.9).minuteOf)).toEqual([0, 1])
})

test('refuses a first minute of which nothing would be made', () => {
  expect(() => lengthOf({ given: 80 })).toThrow('80 chunks are given, and the first minute has 80: give fewer')
  expect(lengthOf({ given: 79 }).looksAt(79)).toBe(true)
})
