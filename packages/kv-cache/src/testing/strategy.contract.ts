import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CacheError } from '../cache-error.js'
import { frameSpan, type FrameSpan } from '../frame.js'
import type { CacheLayout, CachePlan, CacheStrategy } from '../strategies/strategy.js'
import { arbitraryStrategies, type StrategySample } from './arbitrary-strategy.js'

const CHUNKS = 30

/** Registers the laws that every cache strategy obeys, over many strategies of one kind. */
export function describeCacheStrategy(name: string, samples: fc.Arbitrary<StrategySample>): void {
  describe(`cache strategy ${name}`, () => {
    test('gives the same plan for the same layout, and leaves the layout as it is', () => {
      everyStep(samples, ({ strategy, layout, chunk, plan }) => {
        expect(strategy.admit(layout, chunk)).toEqual(plan)
      })
    })

    test('never takes more slots than its capacity', () => {
      everyStep(samples, ({ strategy, plan }) => expect(plan.layout.length).toBeLessThanOrEqual(strategy.capacity))
    })

    test('puts the chunk into the last slots, one for every frame', () => {
      everyStep(samples, ({ chunk, plan: { layout, chunkSlots } }) => {
        const first = layout.length - chunk.length
        expect(chunkSlots).toEqual(Array.from({ length: chunk.length }, (_, i) => first + i))
        expect(framesOf(layout.slice(first))).toEqual(chunkFrames(chunk))
      })
    })

    test('reaches its layout by its operations alone, which read no slot that holds nothing', () => {
      everyStep(samples, ({ layout, plan }) => {
        const slots = replay(layout, plan)
        const kept = plan.layout.length - plan.chunkSlots.length
        for (const [index, content] of plan.layout.slice(0, kept).entries()) {
          const label = content.kind === 'memory' ? `memory of ${content.framesFolded}` : `frame ${content.frame}`
          expect(slots[index]).toBe(label)
        }
      })
    })

    test('never moves a sink once it is written', () => {
      everyStep(samples, ({ layout, plan }) => {
        const sinks = layout.filter(({ kind }) => kind === 'sink')
        expect(plan.layout.slice(0, sinks.length)).toEqual(sinks)
      })
    })

    test('keeps the recent frames in order, without gaps, up to the last frame before the chunk', () => {
      everyStep(samples, ({ chunk, plan }) => {
        const recents = framesOf(plan.layout.filter(({ kind }) => kind === 'recent'))
        const end = chunk.start + chunk.length
        expect(recents).toEqual(recents.map((_, i) => end - recents.length + i))
      })
    })

    test('takes over the cache of any other strategy at a chunk boundary', () => {
      const others = fc.oneof(...Object.values(arbitraryStrategies))
      fc.assert(
        fc.property(samples, others, fc.integer({ min: 1, max: 12 }), (sample, other, chunks) => {
          let layout: CacheLayout = []
          let next = 0
          for (const { plan, chunk } of run(other.strategy, { chunkFrames: sample.chunkFrames, chunks })) {
            layout = plan.layout
            next = chunk.start + chunk.length
          }
          for (const step of run(sample.strategy, { chunkFrames: sample.chunkFrames, chunks: 8, layout, next })) {
            expect(step.plan.layout.length).toBeLessThanOrEqual(sample.strategy.capacity)
            expect(framesOf(step.plan.layout).slice(-step.chunk.length)).toEqual(chunkFrames(step.chunk))
            expect(replay(step.layout, step.plan)).toHaveLength(Math.max(step.layout.length, step.plan.layout.length))
            expect(framesOf(step.plan.layout)).toEqual(
              [...new Set(framesOf(step.plan.layout))].toSorted((a, b) => a - b),
            )
          }
        }),
      )
    })
  })
}

interface Step {
  readonly strategy: CacheStrategy
  /** Before the chunk; frozen, so that a strategy that writes to it throws. */
  readonly layout: CacheLayout
  readonly chunk: FrameSpan
  readonly plan: CachePlan
}

interface Run {
  readonly chunkFrames: number
  readonly chunks: number
  readonly layout?: CacheLayout
  readonly next?: number
}

/** Ends early where the strategy says that its cache is full, or cannot take chunks of this length. */
function* run(strategy: CacheStrategy, { chunkFrames, chunks, layout = [], next = 0 }: Run): Generator<Step> {
  let before = layout
  for (let i = 0; i < chunks; i++) {
    const chunk = frameSpan(next + i * chunkFrames, chunkFrames)
    const frozen = Object.freeze(before.map((content) => Object.freeze(content)))
    let plan: CachePlan
    try {
      plan = strategy.admit(frozen, chunk)
    } catch (error) {
      if (error instanceof CacheError && error.code === 'cache-full') return
      throw error
    }
    yield { strategy, layout: frozen, chunk, plan }
    before = plan.layout
  }
}

function everyStep(samples: fc.Arbitrary<StrategySample>, check: (step: Step) => void): void {
  fc.assert(
    fc.property(samples, ({ strategy, chunkFrames }) => {
      for (const step of run(strategy, { chunkFrames, chunks: CHUNKS })) check(step)
    }),
  )
}

/** What every slot holds after the plan's operations, as a label; throws where an operation reads an empty slot. */
function replay(layout: CacheLayout, { makeRoom, layout: next, chunkSlots }: CachePlan): string[] {
  const counts = layout.map((content) => (content.kind === 'memory' ? content.framesFolded : 1))
  const labels = layout.map((content, i) => {
    return content.kind === 'memory' ? `memory of ${counts[i]}` : `frame ${content.frame}`
  })
  for (const op of makeRoom) {
    const read = op.op === 'move' ? [op.from] : op.fresh ? op.from : [...op.from, op.into]
    for (const slot of read) expect(labels[slot]).toBeDefined()
    if (op.op === 'move') {
      labels[op.to] = labels[op.from] ?? ''
      counts[op.to] = counts[op.from] ?? 0
    } else {
      const folded = op.from.reduce((sum, slot) => sum + (counts[slot] ?? 0), 0)
      counts[op.into] = folded + (op.fresh ? 0 : (counts[op.into] ?? 0))
      labels[op.into] = `memory of ${counts[op.into]}`
    }
  }
  for (const slot of chunkSlots) labels[slot] = `chunk slot of ${next.length}`
  return labels
}

const framesOf = (layout: CacheLayout): number[] => {
  return layout.flatMap((content) => (content.kind === 'memory' ? [] : [content.frame]))
}

const chunkFrames = (chunk: FrameSpan): number[] => Array.from({ length: chunk.length }, (_, i) => chunk.start + i)
