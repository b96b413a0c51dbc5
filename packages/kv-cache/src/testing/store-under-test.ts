import { toFloat32, zeros, type Tensor } from '@frameloom/tensor'
import { tensorName } from '../stores/snapshot-fit.js'
import type { SlotStore, StoreShape, StoreSnapshot } from '../stores/store.js'

export interface StoreUnderTest {
  readonly name: string
  open(shape: StoreShape): Promise<SlotStore>
  /** Largest absolute difference of numbers up to 8 in size. Default 2e-6: f32 sums over a few dozen of them. */
  readonly tolerance?: number
}

/** Where a number lies: `index` is token x width + channel. */
export interface Place {
  readonly layer: number
  readonly part: 'k' | 'v'
  readonly slot: number
  readonly index: number
}

/** A snapshot of a full store, computed number by number. */
export function filled(shape: StoreShape, value: (place: Place) => number): StoreSnapshot {
  const { layers, capacity, tokensPerSlot, heads, width } = shape
  const size = tokensPerSlot * width
  const tensors: Record<string, Tensor> = {}
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['k', 'v'] as const) {
      const tensor = zeros('f32', [capacity, tokensPerSlot, heads, width / heads])
      for (let i = 0; i < tensor.data.length; i++) {
        tensor.data[i] = value({ layer, part, slot: Math.floor(i / size), index: i % size })
      }
      tensors[tensorName(layer, part)] = tensor
    }
  }
  return { slots: capacity, tensors }
}

/** Opens a store with this content, and releases it whatever happens. */
export async function withStore(
  store: StoreUnderTest,
  { shape, content }: { readonly shape: StoreShape; readonly content: StoreSnapshot },
  check: (opened: SlotStore) => Promise<void>,
): Promise<void> {
  const opened = await store.open(shape)
  try {
    await opened.restore(content)
    await check(opened)
  } finally {
    await opened[Symbol.asyncDispose]()
  }
}

export const keysOf = (snapshot: StoreSnapshot, layer: number, slot: number): Float32Array => {
  return slotOf(snapshot, tensorName(layer, 'k'), slot)
}

export const valuesOf = (snapshot: StoreSnapshot, layer: number, slot: number): Float32Array => {
  return slotOf(snapshot, tensorName(layer, 'v'), slot)
}

function slotOf({ slots, tensors }: StoreSnapshot, name: string, slot: number): Float32Array {
  const tensor = tensors[name]
  if (!tensor) throw new RangeError(`The snapshot holds no ${name}, only ${Object.keys(tensors).join(', ')}.`)
  const numbers = toFloat32(tensor)
  const size = numbers.length / slots
  return numbers.slice(slot * size, (slot + 1) * size)
}
