import type { ResidentStore } from '@frameloom/resident-cache'
import type { Binding, DeviceBuffer } from '@frameloom/runtime'
import type { DenoiserBuffers } from './denoiser-buffers.js'
import { PORTS } from './denoiser-graph.js'

/**
 * Binds as much of a cache as a pass attends: the first rows of every layer's keys and values, as inputs and as
 * outputs, and of the rotary tables. Nothing is done as long as the number of rows stays, which it does from the moment
 * a cache is full.
 */
export class AttendedRows implements Disposable {
  readonly #binding: Binding
  readonly #store: ResidentStore
  readonly #buffers: DenoiserBuffers
  #rows = 0
  #views: readonly DeviceBuffer[] = []

  constructor(binding: Binding, store: ResidentStore, buffers: DenoiserBuffers) {
    this.#binding = binding
    this.#store = store
    this.#buffers = buffers
  }

  bind(rows: number): void {
    if (rows === this.#rows) return
    const before = this.#views
    const views: DeviceBuffer[] = []
    const first = (buffer: DeviceBuffer<'f32'>) => {
      const view = buffer.view([1, rows, buffer.shape[2] ?? 1])
      views.push(view)
      return view
    }
    this.#binding.input(PORTS.cos, first(this.#buffers.cos)).input(PORTS.sin, first(this.#buffers.sin))
    for (const [layer, { keys, values }] of this.#store.layers.entries()) {
      const [keyRows, valueRows] = [first(keys), first(values)]
      this.#binding.input(PORTS.keys(layer), keyRows).output(PORTS.writtenKeys(layer), keyRows)
      this.#binding.input(PORTS.values(layer), valueRows).output(PORTS.writtenValues(layer), valueRows)
    }
    this.#views = views
    this.#rows = rows
    for (const view of before) view.dispose()
  }

  [Symbol.dispose](): void {
    for (const view of this.#views) view.dispose()
    this.#views = []
  }
}
