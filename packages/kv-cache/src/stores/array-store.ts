import { decodeBfloat16, encodeBfloat16, toFloat32, zeros, type Tensor } from '@frameloom/tensor'
import { CacheError } from '../cache-error.js'
import type { Slot } from '../frame.js'
import type { SlotOp } from '../strategies/strategy.js'
import { blendInto, foldScratch, meanOfSlots, tokenRates, type FoldScratch } from './fold-into.js'
import { requireRestorable, tensorName } from './snapshot-fit.js'
import type { SlotStore, StoreBytes, StoreShape, StoreSnapshot } from './store.js'

/** Keys and values of one layer, [capacity, tokens per slot, width] each. */
export interface LayerArrays {
  readonly keys: Float32Array
  readonly values: Float32Array
}

type FoldOp = Extract<SlotOp, { readonly op: 'fold' }>

/** The slot store as plain arrays, sums in f64: slow, readable, and what every other store is compared with. */
export class ArrayStore implements SlotStore {
  readonly shape: StoreShape
  readonly layers: readonly LayerArrays[]
  readonly #slotSize: number
  readonly #scratch: FoldScratch
  readonly #bfloat16: Uint16Array

  constructor(shape: StoreShape) {
    this.shape = shape
    this.#slotSize = shape.tokensPerSlot * shape.width
    const size = shape.capacity * this.#slotSize
    this.layers = Array.from({ length: shape.layers }, () => ({
      keys: new Float32Array(size),
      values: new Float32Array(size),
    }))
    this.#scratch = foldScratch(shape)
    this.#bfloat16 = new Uint16Array(this.#slotSize)
  }

  get bytes(): StoreBytes {
    const total = this.layers.reduce((sum, { keys, values }) => sum + keys.byteLength + values.byteLength, 0)
    return { perSlot: total / this.shape.capacity, total }
  }

  /** Overwrites one slot of one layer; `keys` and `values` are [tokens per slot, width]. */
  write(layer: number, slot: Slot, { keys, values }: LayerArrays): void {
    const into = this.#layer(layer)
    into.keys.set(keys, slot * this.#slotSize)
    into.values.set(values, slot * this.#slotSize)
  }

  /** Keys and values of one slot of one layer, as views on the store. */
  read(layer: number, slot: Slot): LayerArrays {
    const { keys, values } = this.#layer(layer)
    return { keys: this.#slotOf(keys, slot), values: this.#slotOf(values, slot) }
  }

  async apply(ops: readonly SlotOp[]): Promise<void> {
    for (const op of ops) {
      for (const layer of this.layers) {
        if (op.op === 'fold') this.#fold(layer, op)
        else this.#move(layer, op.from, op.to)
      }
    }
  }

  async snapshot(slots: number): Promise<StoreSnapshot> {
    const { tokensPerSlot, heads, width } = this.shape
    const tensors: Record<string, Tensor> = {}
    for (const [layer, { keys, values }] of this.layers.entries()) {
      for (const [part, source] of [['k', keys] as const, ['v', values] as const]) {
        const tensor = zeros('f32', [slots, tokensPerSlot, heads, width / heads])
        tensor.data.set(source.subarray(0, tensor.data.length))
        tensors[tensorName(layer, part)] = tensor
      }
    }
    return { slots, tensors }
  }

  async restore(snapshot: StoreSnapshot): Promise<void> {
    requireRestorable(snapshot, this.shape)
    for (const [layer, { keys, values }] of this.layers.entries()) {
      const held = (part: 'k' | 'v') => snapshot.tensors[tensorName(layer, part)]
      const [k, v] = [held('k'), held('v')]
      if (k) keys.set(toFloat32(k))
      if (v) values.set(toFloat32(v))
    }
  }

  /** Nothing to release: arrays belong to the garbage collector. */
  async [Symbol.asyncDispose](): Promise<void> {}

  #fold(layer: LayerArrays, { from, into, rate, fresh, pooling, precision }: FoldOp): void {
    const { shape } = this
    const remembered = fresh ? undefined : this.#slotOf(layer.keys, into)
    for (const buffer of [layer.keys, layer.values]) {
      meanOfSlots({ mean: this.#scratch.mean, buffer, shape }, from, pooling)
      if (buffer === layer.keys) tokenRates(this.#scratch, rate, { remembered, shape })
      const memory = this.#slotOf(buffer, into)
      blendInto(memory, this.#scratch, fresh)
      if (precision === 'bf16') this.#roundToBfloat16(memory)
    }
  }

  #move({ keys, values }: LayerArrays, from: Slot, to: Slot): void {
    const size = this.#slotSize
    keys.copyWithin(to * size, from * size, (from + 1) * size)
    values.copyWithin(to * size, from * size, (from + 1) * size)
  }

  #roundToBfloat16(values: Float32Array): void {
    encodeBfloat16(values, this.#bfloat16)
    decodeBfloat16(this.#bfloat16, values)
  }

  #slotOf(buffer: Float32Array, slot: Slot): Float32Array {
    return buffer.subarray(slot * this.#slotSize, (slot + 1) * this.#slotSize)
  }

  #layer(layer: number): LayerArrays {
    const arrays = this.layers[layer]
    if (arrays) return arrays
    throw new CacheError(
      'invalid-parameter',
      `Layer ${layer} does not exist in a store of ${this.shape.layers} layers: count layers from 0.`,
    )
  }
}
