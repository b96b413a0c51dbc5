import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RotaryTables, type RotaryGrid } from './rotary.js'

const grids = fc.record({
  headDim: fc.constantFrom(6, 8, 24, 32, 64, 96, 128),
  height: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 1, max: 5 }),
})
const positions = fc.integer({ min: 0, max: 1023 })

/** Tables of one slot in f64, [tokens, headDim / 2]. */
function tablesAt(grid: RotaryGrid, position: number) {
  const tables = new RotaryTables(grid)
  const size = tables.tokensPerFrame * tables.pairs
  const cos = new Float64Array(size)
  const sin = new Float64Array(size)
  tables.fill({ cos, sin }, [position])
  return { cos, sin, pairs: tables.pairs }
}

/** Rotates the last token of a frame at `position`: neighbouring elements are one complex number. */
function rotated(vector: readonly number[], grid: RotaryGrid, position: number): number[] {
  const { cos, sin, pairs } = tablesAt(grid, position)
  const row = cos.length - pairs
  return vector.map((value, i) => {
    const pair = row + Math.floor(i / 2)
    const partner = i % 2 === 0 ? -(vector[i + 1] ?? 0) : (vector[i - 1] ?? 0)
    return value * (cos[pair] ?? NaN) + partner * (sin[pair] ?? NaN)
  })
}

const vector = (seed: number, length: number) => Array.from({ length }, (_, i) => Math.sin(seed + i * 1.7))
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0)

describe('rotary tables', () => {
  test('share 64 pairs out as 22 in time, 21 in height and 21 in width', () => {
    const grid = { headDim: 128, height: 3, width: 4 }
    const moved = (a: number, b: number, position = 0) => {
      const { cos, pairs } = tablesAt(grid, position)
      const base = tablesAt(grid, 0).cos
      return Array.from({ length: pairs }, (_, pair) => cos[b * pairs + pair] !== base[a * pairs + pair])
    }
    const turning = (from: number, to: number) => Array.from({ length: 64 }, (_, pair) => pair >= from && pair < to)
    expect(moved(0, 0, 1)).toEqual(turning(0, 22))
    expect(moved(0, 4)).toEqual(turning(22, 43))
    expect(moved(0, 1)).toEqual(turning(43, 64))
  })

  test('turn pair i of the time axis by position x 10000^(-2i / 44), as Wan does', () => {
    const { cos, sin } = tablesAt({ headDim: 128, height: 1, width: 1 }, 7)
    for (let pair = 0; pair < 22; pair++) {
      const angle = 7 * 10_000 ** ((-2 * pair) / 44)
      expect(cos[pair]).toBeCloseTo(Math.cos(angle), 12)
      expect(sin[pair]).toBeCloseTo(Math.sin(angle), 12)
    }
  })

  test('leave the first token at position 0 as it is', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const { cos, sin, pairs } = tablesAt(grid, 0)
        expect([...cos.subarray(0, pairs)]).toEqual(Array.from({ length: pairs }, () => 1))
        expect([...sin.subarray(0, pairs)]).toEqual(Array.from({ length: pairs }, () => 0))
      }),
    )
  })

  test('keep the length of every vector', () => {
    fc.assert(
      fc.property(grids, positions, (grid, position) => {
        const x = vector(position, grid.headDim)
        const turned = rotated(x, grid, position)
        // f64: cos and sin are rounded to 1e-16 each.
        expect(Math.abs(dot(turned, turned) - dot(x, x))).toBeLessThan(1e-12)
      }),
    )
  })

  test('make attention depend on distances only', () => {
    fc.assert(
      fc.property(grids, fc.tuple(positions, positions, fc.integer({ min: 0, max: 500 })), (grid, [p, s, shift]) => {
        const q = vector(1, grid.headDim)
        const k = vector(2, grid.headDim)
        const here = dot(rotated(q, grid, p), rotated(k, grid, s))
        const there = dot(rotated(q, grid, p + shift), rotated(k, grid, s + shift))
        // Angles up to 1523 carry an error of 1e-13.
        expect(Math.abs(here - there)).toBeLessThan(1e-10)
      }),
    )
  })

  test('turn a raw key to a position as a rotated key is shifted there', () => {
    fc.assert(
      fc.property(grids, positions, positions, (grid, p, s) => {
        const flat = { ...grid, height: 1, width: 1 }
        const k = vector(3, grid.headDim)
        const shifted = rotated(rotated(k, flat, s), flat, p - s)
        for (const [i, value] of rotated(k, flat, p).entries())
          expect(Math.abs(value - (shifted[i] ?? NaN))).toBeLessThan(1e-10)
      }),
    )
  })

  test('fill the rows of the given slots and no others, into 32-bit tables too', () => {
    const tables = new RotaryTables({ headDim: 24, height: 2, width: 3 })
    const frame = tables.tokensPerFrame * tables.pairs
    const cos = new Float32Array(3 * frame).fill(9)
    const sin = new Float32Array(3 * frame).fill(9)
    tables.fill({ cos, sin }, [5, 11])
    const wide = tablesAt({ headDim: 24, height: 2, width: 3 }, 11)
    expect(cos.subarray(frame, 2 * frame)).toEqual(Float32Array.from(wide.cos))
    expect(sin.subarray(frame, 2 * frame)).toEqual(Float32Array.from(wide.sin))
    expect(new Set(cos.subarray(2 * frame))).toEqual(new Set([9]))
  })
})
