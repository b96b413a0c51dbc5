import type { ChunkPlacement, Denoiser, DenoisePass, PromptEmbedding } from '@frameloom/diffusion'
import { RotaryTables } from '@frameloom/kv-cache'
import { ResidentStore } from '@frameloom/resident-cache'
import type { Binding, Device, DeviceBuffer, InferenceSession } from '@frameloom/runtime'
import { AttendedRows } from './attended-rows.js'
import {
  bindLasting,
  denoiserBuffers,
  promptBuffers,
  type DenoiserBuffers,
  type PromptBuffers,
} from './denoiser-buffers.js'
import { PORTS } from './denoiser-graph.js'
import type { WanGeometry } from './geometry.js'
import { patchOrders, reorder, type Order } from './patch-order.js'
import { PROMPT_ROWS } from './prompt-graph.js'
import { timeFeatures } from './time-features.js'
import { WanError } from './wan-error.js'

/** The open graphs of a model, shared by its denoisers. */
export interface WanSessions {
  readonly denoiser: InferenceSession
  readonly prompt: InferenceSession
}

/** A causal Wan network with a cache of its own. Passes allocate nothing. */
export class WanDenoiser implements Denoiser {
  readonly store: ResidentStore
  readonly #geometry: WanGeometry
  readonly #binding: Binding
  readonly #promptBinding: Binding
  readonly #buffers: DenoiserBuffers
  readonly #prompt: readonly PromptBuffers[]
  readonly #promptRows: DeviceBuffer<'f32'>
  readonly #attended: AttendedRows
  readonly #rotary: RotaryTables
  readonly #orders: { readonly embedded: Order; readonly restored: Order }
  #hasPrompt = false
  #isPlaced = false

  constructor(
    device: Device,
    sessions: WanSessions,
    { geometry, capacity }: { readonly geometry: WanGeometry; readonly capacity: number },
  ) {
    const { chunkFrames, headDim, heads, latent, layers, patch, textDim, textLength, tokensPerFrame, width } = geometry
    this.#geometry = geometry
    this.store = new ResidentStore(device, { layers, capacity, tokensPerSlot: tokensPerFrame, heads, width })
    this.#buffers = denoiserBuffers(device, geometry, capacity)
    this.#prompt = promptBuffers(device, geometry)
    this.#promptRows = device.allocate('f32', [textLength, textDim], 'host')
    this.#rotary = new RotaryTables({
      headDim,
      height: latent.height / patch.height,
      width: latent.width / patch.width,
    })
    this.#orders = patchOrders(latent, patch, chunkFrames)
    this.#binding = sessions.denoiser.bind()
    bindLasting(this.#binding, this.#buffers, this.#prompt)
    this.#attended = new AttendedRows(this.#binding, this.store, this.#buffers)
    this.#promptBinding = sessions.prompt.bind().input(PROMPT_ROWS, this.#promptRows)
    for (const [layer, { keys, values }] of this.#prompt.entries()) {
      this.#promptBinding.output(PORTS.promptKeys(layer), keys).output(PORTS.promptValues(layer), values)
    }
  }

  get byteSize(): number {
    return this.#own().reduce((sum, buffer) => sum + buffer.byteSize, this.store.bytes.total)
  }

  /** @throws WanError `size-mismatch`; RunAborted */
  async setPrompt({ rows }: PromptEmbedding, signal?: AbortSignal): Promise<void> {
    const { textLength, textDim } = this.#geometry
    if (rows.length !== textLength * textDim) {
      throw new WanError(
        'size-mismatch',
        `The prompt has ${rows.length} numbers, but the model reads ${textLength} rows of ${textDim}: encode it with the model's own encoder.`,
      )
    }
    this.#hasPrompt = false
    this.#promptRows.host().set(rows)
    await this.#promptBinding.run({ signal })
    this.#hasPrompt = true
  }

  /** @throws WanError `size-mismatch` where the placement does not end with the chunk or does not fit into the cache */
  place({ slots, chunkSlot, positions }: ChunkPlacement): void {
    const { chunkFrames, tokensPerFrame } = this.#geometry
    const { capacity } = this.store.shape
    if (slots > capacity || chunkSlot < 0 || chunkSlot + chunkFrames !== slots || positions.length !== slots) {
      throw new WanError(
        'size-mismatch',
        `A chunk of ${chunkFrames} frames at slot ${chunkSlot} of ${slots} with ${positions.length} positions cannot be placed: the chunk ` +
          `takes the last of at most ${capacity} slots, and every slot has a position.`,
      )
    }
    this.#attended.bind(slots * tokensPerFrame)
    this.#buffers.chunkRow.host()[0] = BigInt(chunkSlot * tokensPerFrame)
    this.#rotary.fill({ cos: this.#buffers.cos.host(), sin: this.#buffers.sin.host() }, positions)
    this.#isPlaced = true
  }

  /** @throws WanError `not-ready`, `size-mismatch`; RunAborted */
  async pass({ latents, timestep, into, signal }: DenoisePass): Promise<void> {
    this.#requireReady()
    const { patches, time, cacheOnly, output } = this.#buffers
    const { embedded, restored } = this.#orders
    if (latents.length !== embedded.length || (into && into.length !== restored.length)) {
      throw new WanError(
        'size-mismatch',
        `A pass was given ${latents.length} latent numbers and room for ${into?.length ?? 0}, but a chunk has ${embedded.length}: give whole chunks.`,
      )
    }
    reorder(latents, patches.host(), embedded)
    timeFeatures(timestep, time.host())
    cacheOnly.host()[0] = into ? 0 : 1
    await this.#binding.run({ signal })
    if (into) reorder(output.host(), into, restored)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#binding.dispose()
    this.#promptBinding.dispose()
    this.#attended[Symbol.dispose]()
    for (const buffer of this.#own()) buffer.dispose()
    await this.store[Symbol.asyncDispose]()
  }

  /** All buffers beside the store's. */
  #own(): readonly DeviceBuffer[] {
    const prompt = this.#prompt.flatMap(({ keys, values }) => [keys, values])
    return [this.#promptRows, ...Object.values<DeviceBuffer>({ ...this.#buffers }), ...prompt]
  }

  #requireReady(): void {
    if (this.#hasPrompt && this.#isPlaced) return
    throw new WanError(
      'not-ready',
      `A pass was asked for before ${this.#hasPrompt ? 'the chunk was placed: call place()' : 'a prompt was set: await setPrompt()'} first.`,
    )
  }
}
