import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderNodes } from './order.js'

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc
      .array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count })
      .map((sources) => new Map(sources.entries())),
  )

test('every node comes after what it reads, or a cycle is shown whose wires exist', () => {
  fc.assert(
    fc.property(graphs, (sources) => {
      const { order, cycles } = orderNodes(sources)
      const placed = new Set<number>()
      for (const id of order) {
        expect((sources.get(id) ?? []).every((source) => placed.has(source))).toBe(true)
        placed.add(id)
      }
      expect(cycles.length > 0).toBe(order.length < sources.size)
      for (const cycle of cycles) {
        for (const [index, id] of cycle.entries()) {
          expect(sources.get(cycle[(index + 1) % cycle.length] ?? -1)).toContain(id)
        }
      }
      const onCycles = cycles.flat()
      expect(new Set(onCycles).size).toBe(onCycles.length)
    }),
    { numRuns: 1000 },
  )
})

test('a chain of a hundred thousand nodes is ordered without a deep call stack', () => {
  const sources = new Map(Array.from({ length: 100_000 }, (_, index) => [index, index === 0 ? [] : [index - 1]]))
  expect(orderNodes(sources).order.at(-1)).toBe(99_999)
  sources.set(0, [99_999])
  expect(orderNodes(sources).cycles[0]).toHaveLength(100_000)
})
