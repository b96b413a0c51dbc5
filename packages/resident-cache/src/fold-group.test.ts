import { slot } from '@frameloom/kv-cache'
import { expect, test } from 'vitest'
import { type FoldOp, grouped } from './fold-group.js'

const fold = (from: readonly number[], into: number, rest: Partial<FoldOp> = {}): FoldOp => ({
  op: 'fold',
  from: from.map(slot),
  into: slot(into),
  rate: { kind: 'uniform', rate: 0.1 },
  fresh: false,
  pooling: 'frame',
  precision: 'f32',
  ...rest,
})

test('takes folds of the same slots into neighbours together, with a rate for each', () => {
  const [group, ...others] = grouped([
    fold([5, 6, 7], 3, { rate: { kind: 'uniform', rate: 0.01 } }),
    fold([5, 6, 7], 4),
  ])
  expect(others).toEqual([])
  expect(group).toMatchObject({ into: [3, 4], rates: [{ rate: 0.01 }, { rate: 0.1 }] })
})

test.each([
  { what: 'other slots', second: fold([6, 7], 4) },
  { what: 'the slots in another order', second: fold([7, 6, 5], 4) },
  { what: 'a memory that is no neighbour', second: fold([5, 6, 7], 8) },
  { what: 'a memory that is fresh', second: fold([5, 6, 7], 4, { fresh: true }) },
  { what: 'another pooling', second: fold([5, 6, 7], 4, { pooling: 'token' }) },
  { what: 'another precision', second: fold([5, 6, 7], 4, { precision: 'bf16' }) },
  { what: 'a rate by motion', second: fold([5, 6, 7], 4, { rate: { kind: 'by-motion', least: 0, most: 1 } }) },
])('leaves a fold apart that differs: $what', ({ second }) => {
  expect(grouped([fold([5, 6, 7], 3), second])).toHaveLength(2)
})

test('leaves a fold apart that reads what the one before it writes', () => {
  expect(grouped([fold([0, 1, 2], 1), fold([0, 1, 2], 2)])).toHaveLength(2)
})
