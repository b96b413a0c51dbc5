import { describe, expect, test } from 'vitest'
import { KeptThumbnails } from './kept-thumbnails.js'

const CAPACITY = 48

/** What is kept of a video, looked at now and then. */
function after(chunks: number, look?: (kept: readonly number[]) => void): number[] {
  const kept = new KeptThumbnails(CAPACITY)
  const numbers = () => kept.all.map(({ chunk }) => chunk)
  for (let chunk = 0; chunk < chunks; chunk++) {
    kept.add(chunk, Float32Array.of(chunk))
    if (chunk % 97 === 0) look?.(numbers())
  }
  return numbers()
}

describe('the kept thumbnails', () => {
  test('are all of them while there is room', () => {
    expect(after(CAPACITY)).toEqual(Array.from({ length: CAPACITY }, (_, chunk) => chunk))
  })

  test('are never more than there is room for, in order, the first and the newest among them', () => {
    const last = after(20_000, (kept) => {
      expect(kept.length).toBeLessThanOrEqual(CAPACITY)
      expect(kept[0]).toBe(0)
      expect(kept).toEqual(kept.toSorted((one, other) => one - other))
    })
    expect(last).toHaveLength(CAPACITY)
    expect(last.at(-1)).toBe(19_999)
  })

  test('leave gaps that grow with age and not with the length of the video', () => {
    for (const chunks of [1_000, 100_000]) {
      const kept = after(chunks)
      const newest = chunks - 1
      expect(kept.filter((chunk) => chunk > newest - 5)).toHaveLength(5)
      const shares = kept.slice(0, -5).map((chunk, index) => ((kept[index + 1] ?? newest) - chunk) / (newest - chunk))
      // About ln(chunks) / capacity on the average, 0.24 at most here, and up to half as much again where one has just gone.
      expect(Math.max(...shares)).toBeLessThan(0.36)
    }
  })

  test('hold what was added for their chunk', () => {
    const kept = new KeptThumbnails(3)
    const cells = new Float32Array(2)
    for (let chunk = 0; chunk < 9; chunk++) {
      cells.fill(chunk)
      kept.add(chunk, cells)
    }
    expect(kept.all.map(({ chunk, thumbnail }) => [chunk, ...thumbnail.cells])).toEqual(
      kept.all.map(({ chunk }) => [chunk, chunk, chunk]),
    )
  })
})
