import { expect, test } from 'vitest'
import { isPrinted, WHOLE_UP_TO } from './thinning.js'

const printed = (chunks: number, all = false): number[] =>
  Array.from({ length: chunks }, (_, chunk) => chunk).filter((chunk) => isPrinted(chunk, { chunks, all }))

test('prints short plans whole, and long ones too where all is asked for', () => {
  expect(printed(WHOLE_UP_TO)).toHaveLength(WHOLE_UP_TO)
  expect(printed(WHOLE_UP_TO + 1, true)).toHaveLength(WHOLE_UP_TO + 1)
})

test('thins long plans to the first chunks, equal distances and the last chunk', () => {
  const chunks = printed(100_000)
  expect(chunks.slice(0, 18)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 500, 1000])
  expect(chunks.at(-1)).toBe(99_999)
})
