import {
  requireRestorable,
  type SlotOp,
  type SlotStore,
  type StoreBytes,
  type StoreShape,
  type StoreSnapshot,
  tensorName,
} from '@frameloom/kv-cache'
import type { Device } from '@frameloom/runtime'
import { type Tensor, toFloat32, zeros } from '@frameloom/tensor'
import { type CacheBuffers, CacheUpdate } from './cache-update.js'
import type { LayerBuffers } from './layer-buffers.js'
import { cacheDims, structureOf } from './update-graph.js'

/** A run alternates between very few update graphs; more come only from strategies exchanged on the way. */
const KEPT_UPDATES = 6

/**
 * The slot store in a device's memory: buffers stay in place from chunk to chunk, plans are carried out by small ONNX
 * graphs that read and write them there, all layers at once.
 */
export class ResidentStore implements SlotStore {
  readonly shape: StoreShape
  /** Views into the store's buffers. */
  readonly layers: readonly LayerBuffers[]
  readonly #device: Device
  readonly #buffers: CacheBuffers
  /** By structure of the operations, the last used one last. */
  readonly #updates = new Map<string, CacheUpdate>()

  constructor(device: Device, shape: StoreShape) {
    this.#device = device
    this.shape = shape
    const { layers, capacity, tokensPerSlot, width } = shape
    const rows = capacity * tokensPerSlot
    const allocate = () => device.allocate('f32', cacheDims(shape))
    const { keys, values } = (this.#buffers = { keys: allocate(), values: allocate() })
    this.layers = Array.from({ length: layers }, (_, layer) => ({
      keys: keys.view([1, rows, width], layer * rows * width),
      values: values.view([1, rows, width], layer * rows * width),
    }))
  }

  get bytes(): StoreBytes {
    const total = this.#buffers.keys.byteSize + this.#buffers.values.byteSize
    return { perSlot: total / this.shape.capacity, total }
  }

  async apply(ops: readonly SlotOp[]): Promise<void> {
    if (ops.length === 0) return
    const update = await this.#updateFor(ops)
    await update.run(ops)
  }

  async snapshot(slots: number): Promise<StoreSnapshot> {
    const { tokensPerSlot, heads, width } = this.shape
    const tensors: Record<string, Tensor> = {}
    for (const [layer, buffers] of this.layers.entries()) {
      for (const [part, buffer] of [['k', buffers.keys] as const, ['v', buffers.values] as const]) {
        const tensor = zeros('f32', [slots, tokensPerSlot, heads, width / heads])
        await buffer.readInto(tensor.data)
        tensors[tensorName(layer, part)] = tensor
      }
    }
    return { slots, tensors }
  }

  async restore(snapshot: StoreSnapshot): Promise<void> {
    requireRestorable(snapshot, this.shape)
    for (const [layer, { keys, values }] of this.layers.entries()) {
      for (const [part, buffer] of [['k', keys] as const, ['v', values] as const]) {
        const tensor = snapshot.tensors[tensorName(layer, part)]
        if (tensor) await buffer.write(toFloat32(tensor))
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#updates.values()].map((update) => update[Symbol.asyncDispose]()))
    this.#updates.clear()
    for (const { keys, values } of [...this.layers, this.#buffers]) {
      keys.dispose()
      values.dispose()
    }
  }

  async #updateFor(ops: readonly SlotOp[]): Promise<CacheUpdate> {
    const structure = structureOf(ops)
    const update =
      this.#updates.get(structure) ??
      (await CacheUpdate.open(this.#device, { shape: this.shape, buffers: this.#buffers }, ops))
    this.#updates.delete(structure)
    this.#updates.set(structure, update)
    const [oldest] = this.#updates
    if (oldest && this.#updates.size > KEPT_UPDATES) {
      this.#updates.delete(oldest[0])
      await oldest[1][Symbol.asyncDispose]()
    }
    return update
  }
}
