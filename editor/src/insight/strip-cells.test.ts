import { type MemoryReport, sketchMemory } from '@frameloom/memory-report'
import { expect, test } from 'vitest'
import { ageBands } from './age-bands.js'
import { changeInWords, slotsInWords } from './in-words.js'
import { stripCells } from './strip-cells.js'

function planned(strategy: string, params = {}): MemoryReport {
  const report = sketchMemory(strategy, params)
  if (report === undefined) throw new Error('These parameters can be planned.')
  return report
}

test('a strip has a cell per slot where there is room, and a gap between kinds', () => {
  const cells = stripCells(planned('memrope').slots)
  expect(cells.map(({ first, slots }) => [first, slots.length])).toEqual(Array.from({ length: 12 }, (_, at) => [at, 1]))
  expect(cells.filter(({ opens }) => opens).map(({ first }) => first)).toEqual([3, 4, 5, 9])
})

test('slots of one kind share cells where there is no room, and every slot is in one', () => {
  const { slots } = planned('memrope', { cacheFrames: 300 })
  const cells = stripCells(slots, 24)
  // One cell more per kind at most: a cell holds one kind only.
  expect(cells.length).toBeLessThanOrEqual(24 + 5)
  expect(cells.flatMap((cell) => cell.slots)).toEqual(slots)
  expect(cells.filter(({ kind, slots: held }) => held.some((slot) => slot.kind !== kind))).toEqual([])
})

test('the shares of every slot by age add up to all that it holds', () => {
  const rows = ageBands(planned('memrope', { cacheFrames: 48 }))
  expect(new Set(rows.map(({ shares }) => shares.length)).size).toBe(1)
  for (const { shares, unknown } of rows) expect(shares.reduce((sum, share) => sum + share, unknown)).toBeCloseTo(1, 9)
})

test('a cache and what was done to it read as sentences', () => {
  const report = planned('memrope')
  expect(slotsInWords(report)).toBe('3 sinks, 1 long-term memory, 1 short-term memory, 4 recent, 3 new')
  expect(changeInWords(report)).toMatch(/^folded frames \d+-\d+ into L and s, moved \d+ slots$/)
})

test('memories that take other frames are named with their own', () => {
  const report = planned('memrope')
  const fold = { rate: 0.1, fresh: false }
  const folds = [
    { ...fold, into: 'long-term' as const, frames: [3, 4] },
    { ...fold, into: 'short-term' as const, frames: [5] },
  ]
  const change = { folds, dropped: [], forgotten: [], moved: 0 }
  expect(changeInWords({ ...report, change })).toBe('folded frames 3-4 into L, folded frame 5 into s')
})
