import { gaussianInto, toFloat32, type Tensor } from '@frameloom/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameSpan } from '../frame.js'
import { ArrayStore } from '../stores/array-store.js'
import type { SlotStore, StoreShape, StoreSnapshot } from '../stores/store.js'
import type { CacheLayout, SlotOp } from '../strategies/strategy.js'
import { arbitraryStrategies, type StrategySample } from './arbitrary-strategy.js'
import { filled, withStore, type StoreUnderTest } from './store-under-test.js'

/** Registers the law that a store does what the array store does, for plans of every strategy and every switch. */
export function describeAgreement(store: StoreUnderTest, tolerance: number): void {
  for (const [name, samples] of Object.entries<fc.Arbitrary<StrategySample>>(arbitraryStrategies)) {
    if (name === 'full') continue
    test(`agrees with the array store on plans of ${name}`, async () => {
      const tokens = fc.constantFrom(1, 4, 6)
      const plans = fc.asyncProperty(
        samples,
        tokens,
        fc.nat(),
        async ({ strategy, chunkFrames }, tokensPerSlot, seed) => {
          const shape = { layers: 2, capacity: strategy.capacity, tokensPerSlot, heads: 2, width: 12 }
          const content = noiseContent(shape, seed)
          const reference = new ArrayStore(shape)
          await withStore(store, { shape, content }, async (opened) => {
            let layout: CacheLayout = []
            for (let chunk = 0; chunk < 12; chunk++) {
              const plan = strategy.admit(layout, frameSpan(chunk * chunkFrames, chunkFrames))
              await compareStep({ opened, reference, tolerance }, noiseContent(shape, seed + chunk), plan.makeRoom)
              layout = plan.layout
            }
          })
        },
      )
      await fc.assert(plans, { numRuns: 15 })
    })
  }
}

/** Both stores start every step from the same numbers, so that rounding does not add up over steps. */
async function compareStep(
  {
    opened,
    reference,
    tolerance,
  }: { readonly opened: SlotStore; readonly reference: ArrayStore; readonly tolerance: number },
  content: StoreSnapshot,
  ops: readonly SlotOp[],
): Promise<void> {
  if (ops.length === 0) return
  for (const each of [opened, reference]) {
    await each.restore(content)
    await each.apply(ops)
  }
  const slots = reference.shape.capacity
  const [found, expected] = await Promise.all([opened.snapshot(slots), reference.snapshot(slots)])
  const wrong = Object.entries(expected.tensors).filter(([name, tensor]) => {
    return !(farthest(found.tensors[name], tensor) <= tolerance)
  })
  expect(wrong.map(([name]) => name)).toEqual([])
}

function farthest(found: Tensor | undefined, expected: Tensor): number {
  if (!found) return Infinity
  const numbers = toFloat32(found)
  return toFloat32(expected).reduce((most, value, i) => Math.max(most, Math.abs(value - (numbers[i] ?? NaN))), 0)
}

function noiseContent(shape: StoreShape, seed: number): StoreSnapshot {
  const size = shape.capacity * shape.tokensPerSlot * shape.width
  const noise = new Float32Array(2 * shape.layers * size)
  gaussianInto(noise, { seed, chunk: 0, step: 0 })
  return filled(shape, ({ layer, part, slot, index }) => {
    const place = (2 * layer + (part === 'v' ? 1 : 0)) * size + slot * (size / shape.capacity) + index
    return noise[place] ?? 0
  })
}
