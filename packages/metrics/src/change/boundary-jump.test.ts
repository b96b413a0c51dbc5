import { describe, expect, test } from 'vitest'
import { BoundaryJump, type ChunkMotion } from './boundary-jump.js'

/** The tenth of a code value that is added to both sides changes these ratios by less. */
const DIGITS = 1

const last = (...chunks: ChunkMotion[]): number | undefined => {
  const jump = new BoundaryJump()
  return chunks.map((chunk) => jump.next(chunk)).at(-1)
}

describe('the jump at a chunk boundary', () => {
  test('is 1 where the boundary is like any other moment', () => {
    expect(last({ across: undefined, inside: [0.1, 0.1] }, { across: 0.1, inside: [0.1, 0.1] })).toBe(1)
  })

  test('is how many times harder the boundary is than the median moment of both chunks', () => {
    expect(last({ across: undefined, inside: [0.1, 0.9] }, { across: 0.6, inside: [0.2, 0.1] })).toBeCloseTo(4, DIGITS)
  })

  test('is 1 for a still video', () => {
    expect(last({ across: undefined, inside: [0, 0] }, { across: 0, inside: [0, 0] })).toBe(1)
  })

  test('does not exist for the first chunk, nor where both chunks are single frames', () => {
    expect(last({ across: undefined, inside: [0.1] })).toBeUndefined()
    expect(last({ across: undefined, inside: [] }, { across: 0.1, inside: [] })).toBeUndefined()
    expect(last({ across: undefined, inside: [] }, { across: 0.1, inside: [0.1] })).toBe(1)
  })
})
