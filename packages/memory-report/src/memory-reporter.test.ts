import {
  memrope,
  onlinePositions,
  planRollout,
  Provenance,
  slidingWindow,
  slot,
  strategyByName,
} from '@frameloom/kv-cache'
import { arbitraryStrategies } from '@frameloom/kv-cache/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryReport, type MemoryReport } from './memory-report.js'
import { MemoryReporter } from './memory-reporter.js'
import { sketchMemory } from './sketch-memory.js'

const paper = { cacheFrames: 12, sinkFrames: 3, chunkFrames: 3, longRate: 0.01, shortRate: 0.1 }
const facts = { strategy: 'memrope', placing: 'online', chunkFrames: 3 }

function* reports(chunks: number, strategy = memrope(paper)): Generator<MemoryReport> {
  const reporter = new MemoryReporter()
  for (const planned of planRollout({ strategy, positions: onlinePositions(), chunkFrames: 3, chunks })) {
    yield reporter.report({ ...planned, ...facts })
  }
}

describe('a memory report', () => {
  test('gives the shares that the plans come to, exactly', () => {
    const reporter = new MemoryReporter()
    const provenance = new Provenance()
    for (const { index, plan, positions } of planRollout({ ...strategyByName('memrope'), chunks: 60 })) {
      provenance.follow(plan)
      const { slots } = reporter.report({ index, plan, positions, ...facts })
      for (const [at, { largest, bands, older, blank, position }] of slots.entries()) {
        const exact = provenance.shares(slot(at))
        const weightOf = (frame: number) => exact.weights[exact.frames.indexOf(frame)]
        for (const { frame, share } of largest) expect(share).toBe(weightOf(frame))
        expect(largest[0]?.share).toBe(Math.max(...exact.weights))
        expect(bands.reduce((sum, { share }) => sum + share, older + blank)).toBeCloseTo(1, 9)
        expect(position).toBe(at)
      }
    }
  })

  test('says of every frame whether it is kept, folded or dropped, whatever the strategy', () => {
    const property = fc.property(arbitraryStrategies.memrope, ({ strategy, chunkFrames }) => {
      const reporter = new MemoryReporter()
      let before: number[] = []
      for (const { index, plan, positions } of planRollout({
        strategy,
        positions: onlinePositions(),
        chunkFrames,
        chunks: 12,
      })) {
        const { change } = reporter.report({ index, plan, positions, ...facts, chunkFrames })
        const kept: number[] = plan.layout.flatMap((content) => (content.kind === 'memory' ? [] : [content.frame]))
        const folded = new Set(change.folds.flatMap(({ frames }) => frames))
        const left = before.filter((frame) => !kept.includes(frame))
        expect([...folded, ...change.dropped].toSorted((a, b) => a - b)).toEqual(left)
        before = kept
      }
    })
    fc.assert(property, { numRuns: 100 })
  })

  test('names what entered which memory, and at what rate', () => {
    const all = [...reports(6)]
    expect(all[4]?.change.folds).toEqual([
      { into: 'long-term', frames: [3, 4, 5, 6, 7], rate: 1, fresh: true },
      { into: 'short-term', frames: [3, 4, 5, 6, 7], rate: 1, fresh: true },
    ])
    expect(all[5]?.change).toMatchObject({
      folds: [
        { into: 'long-term', frames: [8, 9, 10], rate: 0.01 },
        { into: 'short-term', frames: [8, 9, 10], rate: 0.1 },
      ],
      dropped: [],
      forgotten: [],
    })
  })

  test('says what another strategy gives up', () => {
    const reporter = new MemoryReporter(
      [...planRollout({ ...strategyByName('memrope'), chunks: 8 })].at(-1)?.plan.layout,
    )
    const layout = [...planRollout({ ...strategyByName('memrope'), chunks: 8 })].at(-1)?.plan.layout ?? []
    const strategy = slidingWindow({ cacheFrames: 12, chunkFrames: 3 })
    const [next] = [...planRollout({ ...strategyByName('memrope'), chunks: 9 })].slice(8)
    if (next === undefined) throw new Error('Nine chunks were planned.')
    const plan = strategy.admit(layout, next.frames)
    const { change } = reporter.report({ index: 8, plan, positions: plan.layout.map((_, i) => i), ...facts })
    expect(change.forgotten).toEqual(['long-term', 'short-term'])
    expect(change.dropped).toEqual([0, 1, 2])
  })

  test('is as small after three thousand chunks as after a hundred, and its own schema accepts it', () => {
    const kept: MemoryReport[] = []
    for (const report of reports(3_000)) if (report.chunk % 150 === 100 || report.chunk === 2_999) kept.push(report)
    for (const report of kept) expect(memoryReport.parse(report)).toEqual(report)
    const most = Math.max(...kept.map((report) => JSON.stringify(report).length))
    // Two memories of 8 named shares and a dozen bands each, and ten frames: measured 3,700 bytes.
    expect(most).toBeLessThan(5_000)
  })

  test('does not claim to know what was folded before it began', () => {
    const layout = [...planRollout({ ...strategyByName('memrope'), chunks: 8 })].at(-1)?.plan.layout
    const reporter = new MemoryReporter(layout)
    const next = [...planRollout({ ...strategyByName('memrope'), chunks: 9 })].at(-1)
    if (next === undefined) throw new Error('Nine chunks were planned.')
    const { slots } = reporter.report({ ...next, ...facts })
    expect(slots[3]?.older).toBeCloseTo(0.99, 12)
    expect(slots[3]?.largest.map(({ frame }) => frame)).toEqual([19, 18, 17])
  })
})

describe('a sketch', () => {
  const kinds = (strategy: string, params = {}) =>
    sketchMemory(strategy, params)
      ?.slots.map(({ kind }) => kind[0])
      .join('')

  test('shows the cache of a strategy when it is full', () => {
    expect(kinds('memrope')).toBe('ssslsrrrrccc')
    expect(kinds('memrope', { sinkFrames: 1, cacheFrames: 9, streams: 'long' })).toBe('slrrrrccc')
    expect(kinds('sliding-window', { cacheFrames: 6 })).toBe('rrrccc')
    expect(kinds('full', { cacheFrames: 9 })).toBe('rrrrrrccc')
  })

  test('is none where the parameters cannot be planned', () => {
    expect(kinds('memrope', { cacheFrames: 2 })).toBeUndefined()
    expect(kinds('unheard-of')).toBeUndefined()
  })
})
