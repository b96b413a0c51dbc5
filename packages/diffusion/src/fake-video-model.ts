import { ArrayStore, slot, type StoreShape } from '@frameloom/kv-cache'
import { latentFrameSize, type ModelGeometry } from './geometry.js'
import type { PromptEmbedding } from './prompt.js'
import type { ChunkPlacement, Denoiser, DenoisePass, VideoModel } from './video-model.js'

/** What is asked of a fake model, in the order in which it is asked. */
export type FakeCall =
  | { readonly call: 'open'; readonly capacity: number }
  | { readonly call: 'setPrompt'; readonly prompt: PromptEmbedding }
  | { readonly call: 'place'; readonly placement: ChunkPlacement }
  | { readonly call: 'pass'; readonly pass: DenoisePass; readonly store: ArrayStore }
  | { readonly call: 'dispose' }

export interface FakeVideoModelOptions extends Partial<
  Pick<VideoModel, 'name' | 'sha256' | 'identity' | 'prediction'>
> {
  readonly geometry?: Partial<ModelGeometry>
  readonly observe?: (call: FakeCall) => void
}

/** Tokens are the latent's places, one each. */
const GEOMETRY: ModelGeometry = {
  latent: { channels: 2, height: 2, width: 2 },
  chunkFrames: 3,
  tokensPerFrame: 4,
  layers: 2,
  heads: 2,
  headDim: 2,
  trainedFrames: 21,
  rotaryPositions: 1024,
  textLength: 2,
  textDim: 3,
}

/**
 * A real video model made of arithmetic instead of a network, over an array store: deterministic, and its output depends on
 * latents, timestep, prompt, every attended key and value, and every position. While a pass is noisy its timestep is added to
 * the keys and values it writes, so that nothing noisy can hide in a cache.
 */
export function fakeVideoModel(options: FakeVideoModelOptions = {}): VideoModel {
  const { name = 'fake', sha256 = 'f'.repeat(64), prediction = 'velocity', observe = () => {} } = options
  const { identity = 'e'.repeat(64) } = options
  const geometry = { ...GEOMETRY, ...options.geometry }
  return {
    name,
    sha256,
    identity,
    geometry,
    prediction,
    defaultSchedule: { steps: [1000, 750, 500, 250], shift: 5 },
    passFlops: (slots) => 2 * geometry.layers * slots * geometry.chunkFrames * geometry.tokensPerFrame ** 2,
    openDenoiser: async ({ capacity, signal }) => {
      signal?.throwIfAborted()
      observe({ call: 'open', capacity })
      return new FakeDenoiser(geometry, { capacity, observe })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

class FakeDenoiser implements Denoiser {
  readonly store: ArrayStore
  readonly #geometry: ModelGeometry
  readonly #observe: (call: FakeCall) => void
  readonly #hidden: Float32Array
  #prompt = 0
  #placement: ChunkPlacement = { slots: 0, chunkSlot: 0, positions: [] }

  constructor(geometry: ModelGeometry, { capacity, observe }: { capacity: number; observe: (call: FakeCall) => void }) {
    const { layers, tokensPerFrame: tokensPerSlot, heads, headDim, chunkFrames } = geometry
    const shape: StoreShape = { layers, capacity, tokensPerSlot, heads, width: heads * headDim }
    this.store = new ArrayStore(shape)
    this.#geometry = geometry
    this.#observe = observe
    this.#hidden = new Float32Array(chunkFrames * latentFrameSize(geometry.latent))
  }

  get byteSize(): number {
    return this.store.bytes.total + this.#hidden.byteLength
  }

  async setPrompt(prompt: PromptEmbedding, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.#observe({ call: 'setPrompt', prompt })
    this.#prompt = prompt.rows.reduce((sum, value, i) => sum + Math.sin(value * (i + 1)), 0)
  }

  place(placement: ChunkPlacement): void {
    this.#observe({ call: 'place', placement })
    this.#placement = placement
  }

  async pass(pass: DenoisePass): Promise<void> {
    this.#observe({ call: 'pass', pass, store: this.store })
    const hidden = this.#hidden
    hidden.set(pass.latents)
    for (let layer = 0; layer < this.#geometry.layers; layer++) {
      await Promise.resolve()
      pass.signal?.throwIfAborted()
      this.#write(layer, pass.timestep)
      const attended = Math.tanh(this.#attend(layer, pass.timestep) + this.#prompt)
      for (let i = 0; i < hidden.length; i++) hidden[i] = 0.9 * (hidden[i] ?? 0) + 0.3 * attended
    }
    const { into } = pass
    if (!into) return
    for (let i = 0; i < hidden.length; i++) into[i] = (pass.latents[i] ?? 0) - 0.5 * Math.tanh(hidden[i] ?? 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#observe({ call: 'dispose' })
    await this.store[Symbol.asyncDispose]()
  }

  #write(layer: number, timestep: number): void {
    const { tokensPerSlot, width } = this.store.shape
    const frameSize = this.#hidden.length / this.#geometry.chunkFrames
    for (let frame = 0; frame < this.#geometry.chunkFrames; frame++) {
      const keys = new Float32Array(tokensPerSlot * width)
      const values = new Float32Array(tokensPerSlot * width)
      for (let i = 0; i < keys.length; i++) {
        const source = this.#hidden[frame * frameSize + (i % frameSize)] ?? 0
        keys[i] = Math.sin(source + i + layer) + timestep
        values[i] = Math.tanh(source) + timestep
      }
      this.store.write(layer, slot(this.#placement.chunkSlot + frame), { keys, values })
    }
  }

  /** Mean of all attended keys and values, the more the nearer their position is to the newest. */
  #attend(layer: number, timestep: number): number {
    const { slots, chunkSlot, positions } = this.#placement
    const newest = positions.at(-1) ?? 0
    let sum = 0
    let weights = 0
    for (let index = 0; index < slots; index++) {
      const { keys, values } = this.store.read(layer, slot(index))
      const noise = index < chunkSlot ? 0 : 2 * timestep
      const weight = 1 / (1 + newest - (positions[index] ?? 0))
      for (let i = 0; i < keys.length; i++)
        sum += (weight * ((keys[i] ?? 0) + 2 * (values[i] ?? 0) - 1.5 * noise)) / keys.length
      weights += weight
    }
    return sum / weights
  }
}
