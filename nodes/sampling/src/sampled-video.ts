import {
  type DenoiseSchedule,
  DiffusionError,
  type FirstLatents,
  type LatentChunk,
  type PromptEmbedding,
  Rollout,
  type RolloutOptions,
  seededNoise,
  type VideoModel,
} from '@frameloom/diffusion'
import { NodeError, type NodeState } from '@frameloom/graph'
import { type MemoryReport, MemoryReporter } from '@frameloom/memory-report'
import { CacheTakeover, type NextSettings } from './cache-takeover.js'
import { type SavedRollout, stateOfRollout } from './rollout-state.js'

export interface SampledVideoOptions {
  readonly model: VideoModel
  readonly schedule: DenoiseSchedule
  readonly seed: number
  /** Length of the video, first frames included; may be Infinity. */
  readonly chunks: number
  readonly firstFrames: FirstLatents | undefined
  /** What the first chunk would be made with, as far as is known. */
  readonly first: NextSettings
  /** Where to go on from. It is not kept: it may hold as much memory as the cache. */
  readonly saved: SavedRollout | undefined
  /** What `chunk`, which begins, is made with. */
  readonly boundary: (chunk: number) => Promise<NextSettings & { readonly prompt: PromptEmbedding }>
  readonly signal: AbortSignal
}

/** A video that is being made: its rollout, what becomes of its cache under another strategy, and what views draw of it. */
export class SampledVideo implements AsyncDisposable {
  readonly #model: VideoModel
  readonly #rollout: Rollout
  readonly #takeover: CacheTakeover
  readonly #memory: MemoryReporter
  /** Of the strategy and the positions of the latest chunk that has begun. */
  #names: Pick<MemoryReport, 'strategy' | 'placing'>

  /**
   * Opens nothing yet: the first chunk does.
   * @throws NodeError on the input that does not fit: a model that is not the checkpoint's, or latents that are not the model's
   */
  constructor({ seed, firstFrames, first, saved, boundary, ...options }: SampledVideoOptions) {
    const restored = saved?.snapshot
    this.#model = options.model
    this.#names = namesOf(first)
    this.#memory = new MemoryReporter(restored?.layout)
    this.#takeover = new CacheTakeover(options.model.geometry.chunkFrames, {
      ...(restored ?? { layout: [], nextChunk: 0 }),
      strategy: first.cache,
      filledBy: saved?.filledBy,
    })
    this.#rollout = openRollout({
      ...options,
      noise: seededNoise(seed),
      ...(firstFrames && { firstLatents: firstFrames }),
      ...(restored && { restored }),
      boundary: async (chunk) => {
        const { prompt, ...settings } = await boundary(chunk)
        this.#begin(settings)
        return { strategy: settings.cache, positions: settings.positions, prompt }
      },
    })
  }

  /** Bytes of the buffers that it holds at present. */
  get byteSize(): number {
    return this.#rollout.byteSize
  }

  /** What a checkpoint carries of it. Not to be called while a chunk is being made. */
  async save(): Promise<NodeState> {
    return stateOfRollout(await this.#rollout.snapshot(), this.#takeover.filledBy)
  }

  /**
   * What becomes of the cache when `next` holds from `chunk` on, in a sentence; nothing where the strategy stays.
   * @throws NodeError where they cannot work with each other, or with what the cache will hold then
   */
  review(next: NextSettings, chunk: number): string | undefined {
    return this.#takeover.review(next, chunk)
  }

  /** The chunks that are still to come, each with what the cache held while it was made. */
  async *chunks(): AsyncGenerator<{ readonly chunk: LatentChunk; readonly insight: MemoryReport }> {
    const { chunkFrames, trainedFrames, rotaryPositions } = this.#model.geometry
    const model = { trainedFrames, rotaryPositions }
    for await (const chunk of this.#rollout) {
      this.#takeover.follow(chunk)
      const { index, plan, positions, cacheBytes: bytes } = chunk
      const insight = this.#memory.report({ index, plan, positions, ...this.#names, chunkFrames, bytes, model })
      yield { chunk, insight }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rollout[Symbol.asyncDispose]()
  }

  #begin(settings: NextSettings): void {
    this.#names = namesOf(settings)
    this.#takeover.begins(settings.cache)
  }
}

const namesOf = ({ cache, positions }: NextSettings) => ({ strategy: cache.name, placing: positions.name })

function openRollout(options: RolloutOptions): Rollout {
  try {
    return new Rollout(options)
  } catch (cause) {
    if (!(cause instanceof DiffusionError)) throw cause
    const port = cause.code === 'latents-mismatch' ? 'firstFrames' : 'model'
    throw new NodeError(cause.code, cause.message, { cause, port })
  }
}
