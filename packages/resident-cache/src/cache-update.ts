import type { SlotOp, StoreShape } from '@frameloom/kv-cache'
import { type Binding, type Device, type DeviceBuffer, type InferenceSession, openSession } from '@frameloom/runtime'
import type { LayerBuffers } from './layer-buffers.js'
import { portNames, RATES, ratesOf, updateGraph } from './update-graph.js'

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
    store: { readonly shape: StoreShape; readonly layers: readonly LayerBuffers[] },
    ops: readonly SlotOp[],
  ): Promise<CacheUpdate> {
    const session = await openSession({ device, model: updateGraph(store.shape, ops), label: 'the cache update' })
    const binding = session.bind()
    for (const [layer, { keys, values }] of store.layers.entries()) {
      const names = portNames(layer)
      binding.input(names.keys, keys).output(names.keysOut, keys)
      binding.input(names.values, values).output(names.valuesOut, values)
    }
    const count = ratesOf(ops).length
    const rates = count > 0 ? device.allocate('f32', [count], 'host') : undefined
    if (rates) binding.input(RATES, rates)
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
