import { toFloat32 } from '@frameloom/tensor'
import { describe, expect, test } from 'vitest'
import { slot } from '../frame.js'
import type { FoldRate, SlotOp } from '../strategies/strategy.js'
import { describeAgreement } from './store-agreement.contract.js'
import { filled, keysOf, valuesOf, withStore, type StoreUnderTest } from './store-under-test.js'

const SHAPE = { layers: 2, capacity: 5, tokensPerSlot: 3, heads: 2, width: 8 }
const SIZE = SHAPE.tokensPerSlot * SHAPE.width

type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>

const fold = (
  op: { readonly from: readonly number[]; readonly into: number } & Partial<Omit<FoldOp, 'from' | 'into'>>,
) => {
  const { from, into, ...rest } = op
  const defaults = { op: 'fold', rate: uniform(1), fresh: false, pooling: 'token', precision: 'f32' } as const
  return { ...defaults, ...rest, from: from.map(slot), into: slot(into) } satisfies FoldOp
}
const move = (from: number, to: number): SlotOp => ({ op: 'move', from: slot(from), to: slot(to) })
const uniform = (rate: number): FoldRate => ({ kind: 'uniform', rate })

/** Registers the laws that every slot store obeys, and the comparison with the array store. */
export function describeSlotStore(store: StoreUnderTest): void {
  const tolerance = store.tolerance ?? 2e-6
  const near = (found: Float32Array, expected: (index: number) => number) => {
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected(i))), 0)
    expect(worst).toBeLessThanOrEqual(tolerance)
  }

  describe(`slot store ${store.name}`, () => {
    test('says what it has allocated: every number that a full snapshot holds', async () => {
      const content = filled(SHAPE, () => 0)
      await withStore(store, { shape: SHAPE, content }, async ({ bytes }) => {
        const numbers = Object.values(content.tensors).reduce((sum, { data }) => sum + data.byteLength, 0)
        expect(bytes).toEqual({ perSlot: numbers / SHAPE.capacity, total: numbers })
      })
    })

    test('moves slots in the order of the operations, in every layer, keys and values alike', async () => {
      const content = filled(
        SHAPE,
        ({ layer, part, slot: at, index }) => at + index / 64 + layer / 8 + (part === 'v' ? 0.5 : 0),
      )
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([move(2, 1), move(3, 2), move(4, 3)])
        const after = await opened.snapshot(5)
        for (let layer = 0; layer < SHAPE.layers; layer++) {
          for (const [to, from] of [0, 2, 3, 4, 4].entries()) {
            near(keysOf(after, layer, to), (i) => from + i / 64 + layer / 8)
            near(valuesOf(after, layer, to), (i) => from + i / 64 + layer / 8 + 0.5)
          }
        }
      })
    })

    test('averages over slots, token by token, when it pools tokens apart', async () => {
      const content = filled(SHAPE, ({ slot: at, index }) => at + index / 16)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([fold({ from: [1, 2, 4], into: 0, fresh: true })])
        near(keysOf(await opened.snapshot(1), 0, 0), (i) => 7 / 3 + i / 16)
      })
    })

    test('averages over slots and tokens, and repeats the mean, when it pools whole frames', async () => {
      const content = filled(SHAPE, ({ slot: at, index }) => at + index / 16)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([fold({ from: [1, 2], into: 0, fresh: true, pooling: 'frame' })])
        const middle = SHAPE.width / 16
        near(valuesOf(await opened.snapshot(1), 1, 0), (i) => 1.5 + middle + (i % SHAPE.width) / 16)
      })
    })

    test('blends at the rate, and a fresh memory counts as nothing', async () => {
      const content = filled(SHAPE, ({ slot: at }) => [1, 100, 3, 5, 0][at] ?? 0)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([
          fold({ from: [2, 3], into: 0, rate: uniform(0.25) }),
          fold({ from: [2, 3], into: 1, rate: uniform(0.25), fresh: true }),
        ])
        const after = await opened.snapshot(2)
        near(keysOf(after, 0, 0), () => 1.75)
        near(keysOf(after, 0, 1), () => 1)
      })
    })

    test('takes the mean before it writes, when the memory lies among the folded slots', async () => {
      const content = filled(SHAPE, ({ slot: at }) => [2, 4, 9, 0, 0][at] ?? 0)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([
          fold({ from: [0, 1, 2], into: 1, fresh: true }),
          fold({ from: [1], into: 0, rate: uniform(0.5) }),
        ])
        const after = await opened.snapshot(2)
        near(keysOf(after, 1, 1), () => 5)
        near(valuesOf(after, 1, 0), () => 3.5)
      })
    })

    test('folds into neighbours from the same slots, also where the first of them is read again', async () => {
      const content = filled(SHAPE, ({ slot: at }) => [2, 4, 9, 1, 5][at] ?? 0)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([
          fold({ from: [0, 1, 2], into: 1, fresh: true }),
          fold({ from: [0, 1, 2], into: 2, fresh: true }),
          fold({ from: [0], into: 3, rate: uniform(0.5) }),
          fold({ from: [0], into: 4, rate: uniform(0.25) }),
        ])
        const after = await opened.snapshot(5)
        for (const [at, expected] of [2, 5, 16 / 3, 1.5, 4.25].entries()) {
          near(keysOf(after, 0, at), () => expected)
          near(valuesOf(after, 1, at), () => expected)
        }
      })
    })

    test('leaves a memory as it is when everything folded equals it', async () => {
      const content = filled(SHAPE, ({ index }) => 0.1 + (index % SHAPE.width) / 10)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        const before = keysOf(await opened.snapshot(1), 0, 0)
        const often = Array.from({ length: 50 }, () =>
          fold({ from: [1, 2, 3], into: 0, rate: uniform(0.01), pooling: 'frame' }),
        )
        await opened.apply(often)
        near(keysOf(await opened.snapshot(1), 0, 0), (i) => before[i] ?? NaN)
      })
    })

    test('follows motion: a token that stands still at the least rate, the farthest at the most, for keys and values', async () => {
      const moved = [0, 1, 4]
      const content = filled(SHAPE, ({ part, slot: at, index }) => {
        const token = Math.floor(index / SHAPE.width)
        return at === 0 ? 0 : part === 'k' ? (moved[token] ?? 0) : 8
      })
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([fold({ from: [1, 2], into: 0, rate: { kind: 'by-motion', least: 0.01, most: 0.5 } })])
        const after = await opened.snapshot(1)
        const rate = (i: number) => 0.01 + ((moved[Math.floor(i / SHAPE.width)] ?? 0) / 4) * 0.49
        near(keysOf(after, 0, 0), (i) => rate(i) * (moved[Math.floor(i / SHAPE.width)] ?? 0))
        near(valuesOf(after, 0, 0), (i) => rate(i) * 8)
      })
    })

    test('averages the distance of motion over heads', async () => {
      const headDim = SHAPE.width / SHAPE.heads
      const content = filled(SHAPE, ({ slot: at, index }) => {
        const token = Math.floor(index / SHAPE.width)
        const head = Math.floor((index % SHAPE.width) / headDim)
        return at === 0 || token === 2 ? 0 : token === 0 ? 3 : head === 0 ? 3 : 0
      })
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([fold({ from: [1], into: 0, rate: { kind: 'by-motion', least: 0, most: 1 } })])
        const keys = keysOf(await opened.snapshot(1), 0, 0)
        near(keys.slice(0, SHAPE.width), () => 3)
        near(keys.slice(SHAPE.width, SHAPE.width + headDim), () => 1.5)
      })
    })

    test('approaches a lasting change in f32 as 1 - (1 - rate)^k, where bf16 stalls at once', async () => {
      for (const [rate, updates] of [[0.01, 100] as const, [0.1, 10] as const]) {
        const content = filled(SHAPE, ({ slot: at }) => (at === 2 ? 1.03 : 1))
        await withStore(store, { shape: SHAPE, content }, async (opened) => {
          for (const [into, precision] of [[0, 'f32'] as const, [1, 'bf16'] as const]) {
            const update = fold({ from: [2], into, rate: uniform(rate), pooling: 'frame', precision })
            await opened.apply(Array.from({ length: updates }, () => update))
          }
          const after = await opened.snapshot(2)
          near(keysOf(after, 0, 0), () => 1 + 0.03 * (1 - (1 - rate) ** updates))
          near(keysOf(after, 0, 1), () => 1)
        })
      }
    })

    test('rounds a bf16 average to the nearest bf16, keys and values alike', async () => {
      const content = filled(SHAPE, ({ part }) => (part === 'k' ? 1.03 : -3.3))
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await opened.apply([fold({ from: [1, 2], into: 0, fresh: true, precision: 'bf16' })])
        const after = await opened.snapshot(2)
        near(keysOf(after, 0, 0), () => 1.03125)
        near(valuesOf(after, 1, 0), () => -3.296875)
        near(keysOf(after, 0, 1), () => 1.03)
      })
    })

    test('gives back what it was given, as a copy of its own', async () => {
      const content = filled(SHAPE, ({ layer, slot: at, index }) => layer - at + index / 32)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        const before = await opened.snapshot(3)
        await opened.apply([fold({ from: [3], into: 0 }), move(4, 1)])
        near(keysOf(before, 1, 1), (i) => 1 - 1 + i / 32)
        expect(before.slots).toBe(3)
        expect(Object.keys(before.tensors)).toEqual(['cache.0.k', 'cache.0.v', 'cache.1.k', 'cache.1.v'])
        expect(before.tensors['cache.1.v']?.shape).toEqual([3, 3, 2, 4])
        await opened.restore(before)
        const after = await opened.snapshot(3)
        for (const [name, tensor] of Object.entries(before.tensors)) {
          expect(toFloat32(after.tensors[name] ?? tensor)).toEqual(toFloat32(tensor))
        }
        expect(keysOf(after, 0, 2)).toHaveLength(SIZE)
      })
    })

    test('refuses a snapshot of other sizes, naming both', async () => {
      const wider = { ...SHAPE, tokensPerSlot: 4, capacity: 6 }
      const content = filled(SHAPE, () => 0)
      await withStore(store, { shape: SHAPE, content }, async (opened) => {
        await expect(opened.restore(filled(wider, () => 0))).rejects.toMatchObject({
          code: 'snapshot-mismatch',
          message: expect.stringMatching(/6 slots, expected at most 5.*\[6, 4, 2, 4\], expected \[6, 3, 2, 4\]/),
        })
        await expect(opened.restore(filled({ ...SHAPE, layers: 1 }, () => 0))).rejects.toMatchObject({
          code: 'snapshot-mismatch',
          message: expect.stringContaining('cache.1.v is missing'),
        })
      })
    })

    describeAgreement(store, tolerance)
  })
}
