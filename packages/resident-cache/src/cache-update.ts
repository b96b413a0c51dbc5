import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import { type Binding, type Device, type DeviceBuffer, type InferenceSession, openSession } from '@frameloom/runtime'
import { PORTS, ratesOf, updateGraph } from './update-graph.js'

/** Keys and values of all layers, each f32 of `cacheDims`. */
export interface CacheBuffers {
  readonly keys: DeviceBuffer<'f32'>
  readonly values: DeviceBuffer<'f32'>
}

/** One update graph, opened and bound to the buffers of a store. */
export class CacheUpdate implements AsyncDisposable {
  readonly #session: InferenceSession
  readonly #binding: Binding
  readonly #rates: DeviceBuffer<'f32'> | undefined

  private constructor(session: InferenceSession, binding: Binding, rates: DeviceBuffer<'f32'> | undefined) {
    this.#session = session
    this.#binding = binding
    this.#rates = rates
  }

  static async open(
    device: Device,
    { shape, buffers }: { readonly shape: StoreShape; readonly buffers: CacheBuffers },
    ops: readonly SlotOp[],
  ): Promise<CacheUpdate> {
    const session = await openSession({ device, model: updateGraph(shape, ops), label: 'the cache update' })
    const binding = session.bind()
    binding.input(PORTS.keys, buffers.keys).output(PORTS.writtenKeys, buffers.keys)
    binding.input(PORTS.values, buffers.values).output(PORTS.writtenValues, buffers.values)
    const count = ratesOf(ops).length
    const rates = count > 0 ? device.allocate('f32', [count, 1, 1], 'host') : undefined
    if (rates) binding.input(PORTS.rates, rates)
    return new CacheUpdate(session, binding, rates)
  }

  /** Carries out operations of the structure that the graph was built for. */
  async run(ops: readonly SlotOp[]): Promise<void> {
    this.#rates?.host().set(ratesOf(ops))
    await this.#binding.run()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.dispose()
    this.#rates?.dispose()
  }
}
