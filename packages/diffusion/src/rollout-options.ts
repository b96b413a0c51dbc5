import type { CachePlan, CacheStrategy, FrameSpan, PositionPolicy, StoreBytes } from '@frameloom/kv-cache'
import type { FirstLatents } from './first-latents.js'
import type { LatentShape } from './geometry.js'
import type { NoiseSource } from './noise.js'
import type { PromptEmbedding } from './prompt.js'
import type { RolloutSnapshot } from './rollout-snapshot.js'
import type { DenoiseSchedule } from './schedule.js'
import type { VideoModel } from './video-model.js'

/** What may change from chunk to chunk while a video runs. */
export interface ChunkSettings {
  readonly strategy: CacheStrategy
  readonly positions: PositionPolicy
  readonly prompt: PromptEmbedding
}

/** One finished pass, seen from inside a chunk. */
export interface PassReport {
  readonly chunk: number
  readonly kind: 'denoise' | 'clean'
  /** Index of the denoise step; the clean pass comes last, and is the only one of a chunk that was given. */
  readonly step: number
  readonly timestep: number
  /**
   * The network's output as it came, [chunk frames, channels, height, width]. Valid until the observer returns. Absent of
   * a clean pass, whose output is not computed.
   */
  readonly output?: Float32Array
  readonly milliseconds: number
}

export interface RolloutOptions {
  readonly model: VideoModel
  readonly schedule: DenoiseSchedule
  readonly noise: NoiseSource
  /** Length of the video in chunks, given ones and those before a restored snapshot included; may be Infinity. */
  readonly chunks: number
  /**
   * Latents of the video's first chunks, in whole chunks: they enter the cache as a past that was generated would, and
   * come out as the first chunks. To be given again with `restored`, and not to be changed while the rollout lives.
   */
  readonly firstLatents?: FirstLatents
  /** Asked once before every chunk. A prompt is taken as changed when it is another object. */
  readonly boundary: (chunk: number) => ChunkSettings | Promise<ChunkSettings>
  /** Honoured between passes and inside them; a rollout that was interrupted can be iterated again. */
  readonly signal?: AbortSignal
  /** Where to go on from. */
  readonly restored?: RolloutSnapshot
  readonly onPass?: (report: PassReport) => void
}

/** Latent frames denoised together, finished. */
export interface LatentChunk {
  readonly index: number
  /** Whether its latents were given instead of denoised. */
  readonly given: boolean
  readonly frames: FrameSpan
  /** [chunk frames, channels, height, width], the reader's own. */
  readonly latents: Float32Array
  /** Sizes of each of its latent frames. */
  readonly shape: LatentShape
  readonly plan: CachePlan
  /** Temporal rotary position of every slot of the plan's layout. */
  readonly positions: readonly number[]
  /** What the cache has allocated while the chunk was denoised. */
  readonly cacheBytes: StoreBytes
  readonly milliseconds: {
    /** Every denoise step, then the clean pass. */
    readonly passes: readonly number[]
    /** Making room in the cache, in all layers. */
    readonly cacheUpdate: number
  }
}
