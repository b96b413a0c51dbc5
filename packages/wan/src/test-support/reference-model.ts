import type { Denoiser, VideoModel } from '@frameloom/diffusion'
import { ArrayStore } from '@frameloom/kv-cache'
import type { WanGeometry } from '../geometry.js'
import type { Rows, Weights } from './reference-arithmetic.js'
import { ReferenceNetwork } from './reference-network.js'

/** The reference network behind the contract of a video model, its cache in plain arrays. */
export function referenceModel(weights: Weights, geometry: WanGeometry): VideoModel {
  const network = new ReferenceNetwork(weights, geometry)
  return {
    name: 'reference',
    sha256: 'reference',
    identity: 'reference',
    geometry,
    prediction: geometry.prediction,
    defaultSchedule: geometry.schedule,
    passFlops: () => 0,
    openDenoiser: async ({ capacity }) => openDenoiser(network, geometry, capacity),
    async [Symbol.asyncDispose]() {},
  }
}

function openDenoiser(network: ReferenceNetwork, geometry: WanGeometry, capacity: number): Denoiser {
  const { heads, layers, tokensPerFrame: tokensPerSlot, width } = geometry
  const store = new ArrayStore({ layers, capacity, tokensPerSlot, heads, width })
  let context: Rows = { count: 0, width, at: new Float64Array() }
  let placement = { slots: 0, chunkSlot: 0, positions: [] as readonly number[] }
  return {
    store,
    byteSize: store.bytes.total,
    async setPrompt({ rows }) {
      context = network.context(rows)
    },
    place: (next) => {
      placement = next
    },
    async pass({ latents, timestep, into }) {
      const output = network.pass({ latents, timestep, context, store, placement })
      into?.set(output)
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
