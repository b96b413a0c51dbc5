import {
  CacheError,
  checkCompatible,
  frameSpan,
  type CacheLayout,
  type CachePlan,
  type StoreSnapshot,
} from '@frameloom/kv-cache'
import { chunkBuffers, denoiseChunk, giveChunk, type ChunkBuffers } from './denoise-chunk.js'
import { DiffusionError } from './diffusion-error.js'
import { givenChunk, requireWholeChunks } from './first-latents.js'
import { requirePromptShape, type PromptEmbedding } from './prompt.js'
import type { ChunkSettings, LatentChunk, RolloutOptions } from './rollout-options.js'
import { requireResumable, type RolloutSnapshot } from './rollout-snapshot.js'
import type { Denoiser } from './video-model.js'

/**
 * An autoregressive video, chunk after chunk: each is denoised while it attends the cache, then one clean pass settles its
 * keys and values; chunks whose latents are given take that pass alone. Between chunks, and after an interruption, a
 * snapshot can be taken, iteration can go on, or it can be disposed of. Only one iteration at a time. Nothing in it grows
 * with the length of the video.
 *
 * A strategy of greater capacity than the cache that is open moves the cache into a larger one, which for a moment takes
 * the memory of both.
 */
export class Rollout implements AsyncIterable<LatentChunk>, AsyncDisposable {
  readonly #options: Omit<RolloutOptions, 'restored'>
  readonly #buffers: ChunkBuffers
  #denoiser: Denoiser | undefined
  /** Keys and values to start from, until a denoiser has taken them over. */
  #restored: StoreSnapshot | undefined
  #prompt: PromptEmbedding | undefined
  /** What the cache holds; undefined after an update of the cache that failed half way. */
  #layout: CacheLayout | undefined
  #nextChunk: number

  /**
   * Opens nothing yet: the first chunk does.
   * @throws DiffusionError `snapshot-mismatch` when `restored` was not taken with this model; `latents-mismatch` when
   * `firstLatents` are not whole chunks of it, or of another size
   */
  constructor({ restored, ...options }: RolloutOptions) {
    if (restored) requireResumable(restored, options.model)
    if (options.firstLatents) requireWholeChunks(options.firstLatents, options.model)
    this.#options = options
    this.#buffers = chunkBuffers(options.model.geometry)
    this.#restored = restored?.store
    this.#layout = restored?.layout ?? []
    this.#nextChunk = restored?.nextChunk ?? 0
  }

  /** Bytes of the buffers that it holds at present: cache, passes, latents. */
  get byteSize(): number {
    const { latents, output, noise } = this.#buffers
    return (this.#denoiser?.byteSize ?? 0) + latents.byteLength + output.byteLength + noise.byteLength
  }

  /**
   * The chunks that are still to come.
   * @throws CacheError, DiffusionError when a chunk's settings cannot be met, before anything has changed; the signal's reason
   * when it aborts
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<LatentChunk, void, undefined> {
    while (this.#nextChunk < this.#options.chunks) yield await this.#next()
  }

  /**
   * The state between two chunks. Not to be called while a chunk is being denoised.
   * @throws DiffusionError `broken-cache` after an update of the cache that failed half way
   */
  async snapshot(): Promise<RolloutSnapshot> {
    const layout = this.#intactLayout()
    const store = (await this.#denoiser?.store.snapshot(layout.length)) ?? this.#restored ?? { slots: 0, tensors: {} }
    return { model: this.#options.model.identity, nextChunk: this.#nextChunk, layout, store }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const denoiser = this.#denoiser
    this.#denoiser = undefined
    await denoiser?.[Symbol.asyncDispose]()
  }

  async #next(): Promise<LatentChunk> {
    const { model, boundary, signal } = this.#options
    const index = this.#nextChunk
    signal?.throwIfAborted()
    const settings = await boundary(index)
    signal?.throwIfAborted()
    const { chunkFrames, latent: shape } = model.geometry
    const frames = frameSpan(index * chunkFrames, chunkFrames)
    const plan = settings.strategy.admit(this.#intactLayout(), frames)
    const positions = this.#positions(settings, plan)
    const denoiser = await this.#openFor(settings)
    await this.#setPrompt(denoiser, settings.prompt)
    const cacheUpdate = await this.#makeRoom(denoiser, plan)
    denoiser.place({ slots: plan.layout.length, chunkSlot: plan.layout.length - chunkFrames, positions })
    const given = givenChunk(this.#options, index)
    const denoising = { ...this.#options, denoiser, buffers: this.#buffers }
    const passes = await (given ? giveChunk(denoising, index, given) : denoiseChunk(denoising, index))
    this.#layout = plan.layout
    this.#nextChunk = index + 1
    return {
      index,
      given: given !== undefined,
      frames,
      latents: this.#buffers.latents.slice(),
      shape,
      plan,
      positions,
      cacheBytes: denoiser.store.bytes,
      milliseconds: { passes, cacheUpdate },
    }
  }

  #positions({ strategy, positions: policy }: ChunkSettings, { layout }: CachePlan): readonly number[] {
    const conflict = checkCompatible(strategy, policy)
    if (conflict) throw conflict
    const positions = policy.place(layout)
    const { rotaryPositions } = this.#options.model.geometry
    const last = Math.max(...positions)
    if (last < rotaryPositions) return positions
    throw new CacheError(
      'position-table-end',
      `Slot ${positions.indexOf(last)} is placed at temporal position ${last}, but the rotary table of ` +
        `${this.#options.model.name} ends at ${rotaryPositions - 1}: choose online positions, or an earlier cap.`,
    )
  }

  /** The open denoiser, or a new one that has taken over its keys and values, when more slots are needed. */
  async #openFor({ strategy }: ChunkSettings): Promise<Denoiser> {
    const layout = this.#intactLayout()
    const open = this.#denoiser
    if (open && open.store.shape.capacity >= strategy.capacity) return open
    const { model, signal } = this.#options
    const held = open ? await open.store.snapshot(layout.length) : this.#restored
    const capacity = Math.max(strategy.capacity, layout.length)
    const denoiser = await model.openDenoiser({ capacity, ...(signal && { signal }) })
    try {
      if (held && held.slots > 0) await denoiser.store.restore(held)
    } catch (error) {
      await denoiser[Symbol.asyncDispose]()
      throw error
    }
    this.#denoiser = denoiser
    this.#restored = undefined
    this.#prompt = undefined
    await open?.[Symbol.asyncDispose]()
    return denoiser
  }

  async #setPrompt(denoiser: Denoiser, prompt: PromptEmbedding): Promise<void> {
    if (prompt === this.#prompt) return
    const { model, signal } = this.#options
    requirePromptShape(prompt, model.geometry)
    this.#prompt = undefined
    await denoiser.setPrompt(prompt, signal)
    this.#prompt = prompt
  }

  /** @returns milliseconds */
  async #makeRoom(denoiser: Denoiser, { makeRoom, layout, chunkSlots }: CachePlan): Promise<number> {
    const started = performance.now()
    if (makeRoom.length > 0) {
      this.#layout = undefined
      await denoiser.store.apply(makeRoom)
    }
    this.#layout = layout.slice(0, layout.length - chunkSlots.length)
    return performance.now() - started
  }

  #intactLayout(): CacheLayout {
    if (this.#layout) return this.#layout
    throw new DiffusionError(
      'broken-cache',
      `The cache update before chunk ${this.#nextChunk} failed half way, so the cache is undefined: resume from the last snapshot.`,
    )
  }
}
