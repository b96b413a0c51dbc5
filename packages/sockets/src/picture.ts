import type { DenoiseSchedule, FirstLatents, LatentChunk } from '@frameloom/diffusion'
import { socketType } from '@frameloom/graph'
import type { PixelFrame } from '@frameloom/tensor'

/** A weight file that took part in a video. */
export interface ModelMark {
  readonly name: string
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string
}

/** Where a chunk comes from; travels with it, for whoever writes the video down. */
export interface Origin {
  readonly seed: number
  readonly models: readonly ModelMark[]
}

/** The latent frames of one chunk. */
export interface SampledChunk extends LatentChunk {
  readonly origin: Origin
}

/** Latent frames that a video starts from, and their origin. */
export interface FirstFrames extends FirstLatents {
  /** What encoded them. */
  readonly models: readonly ModelMark[]
}

/** The pixel frames of one chunk. */
export interface FrameBatch {
  readonly chunk: number
  readonly frames: readonly PixelFrame[]
  /** Pixel frames per second at which the video plays. */
  readonly fps: number
  readonly origin: Origin
}

export const denoiseSchedule = socketType<DenoiseSchedule>(
  'denoise-schedule',
  'Noise levels of a chunk, from most to least.',
)

export const firstLatents = socketType<FirstFrames>('first-latents', 'Latent frames that a video starts from.')

export const latentChunks = socketType<SampledChunk>('latent-chunks', 'Finished latent frames, a chunk at a time.')

export const pixelFrames = socketType<FrameBatch>('pixel-frames', 'Pictures of the video, a chunk at a time.')
