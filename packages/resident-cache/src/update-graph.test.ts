import { frameSpan, memrope } from '@frameloom/kv-cache'
import { expect, test } from 'vitest'
import { ratesOf, structureOf } from './update-graph.js'

/** The operations of the sixth chunk, when both memories are open. */
function steadyOps(rates: {
  readonly longRate: number
  readonly shortRate: number
  readonly adaptiveShortRate?: boolean
}) {
  const strategy = memrope({ cacheFrames: 12, sinkFrames: 3, chunkFrames: 3, ...rates })
  let plan = strategy.admit([], frameSpan(0, 3))
  for (let chunk = 1; chunk < 6; chunk++) plan = strategy.admit(plan.layout, frameSpan(3 * chunk, 3))
  return plan.makeRoom
}

test('a rate that changes during a run needs no other graph', () => {
  const before = steadyOps({ longRate: 0.01, shortRate: 0.1 })
  const after = steadyOps({ longRate: 0, shortRate: 1 })
  expect(structureOf(after)).toBe(structureOf(before))
  expect(ratesOf(before)).toEqual([0.01, 0.1])
  expect(ratesOf(after)).toEqual([0, 1])
})

test('a rate by motion needs another graph, with two bounds in place of one rate', () => {
  const uniform = steadyOps({ longRate: 0.01, shortRate: 0.1 })
  const byMotion = steadyOps({ longRate: 0.01, shortRate: 0.1, adaptiveShortRate: true })
  expect(structureOf(byMotion)).not.toBe(structureOf(uniform))
  expect(ratesOf(byMotion)).toEqual([0.01, expect.closeTo(0.01), expect.closeTo(0.5)])
})
