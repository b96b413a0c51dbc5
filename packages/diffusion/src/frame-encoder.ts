import type { PixelFrame } from '@frameloom/tensor'
import type { LatentShape } from './geometry.js'

/** An encoder in the middle of a video: carries the causal state from pictures to pictures. */
export interface EncoderStream extends AsyncDisposable {
  /**
   * Latents [n, channels, height, width] of the next pictures; the first latent frame of a video stands for its first
   * picture, each later one for `FrameEncoder.framesPerLatent` pictures, of which whole groups are to be given.
   */
  encode(frames: readonly PixelFrame[], signal?: AbortSignal): Promise<Float32Array>
}

/** The counterpart of a `FrameDecoder`: pictures to the latents that the denoiser and the decoder know. */
export interface FrameEncoder extends AsyncDisposable {
  readonly name: string
  readonly sha256: string
  /** Pixels of the pictures it reads. */
  readonly width: number
  readonly height: number
  /** Sizes of the latent frames it makes. */
  readonly latent: LatentShape
  /** Pictures per second of the video. */
  readonly fps: number
  readonly framesPerLatent: number
  open(): Promise<EncoderStream>
}

/** The beginning of a scene of a world that is known as code. */
export interface SceneStart {
  /** [frames, channels, height, width], what an encoder would have to read off the scene's pictures. */
  readonly latents: Float32Array
  /** Sizes of a latent frame. */
  readonly shape: LatentShape
  /** What it shows, in a few words. */
  readonly told: string
}

/** A scene: what `text` names and, for all it leaves open, `seed`. */
export interface SceneRequest {
  readonly text: string
  readonly seed: number
  /** Latent frames that are wanted. */
  readonly frames: number
}

/** An encoder that is loaded when it is wanted: most videos start from noise. */
export interface FrameEncoderSource {
  /** Of the model that it belongs to. */
  readonly name: string
  /** Of a model that was trained on a world which is code: the latents of its scenes, exact and without an encoder. */
  readonly scene?: (request: SceneRequest) => Promise<SceneStart>
  /** A new one, the caller's to dispose. */
  load(signal?: AbortSignal): Promise<FrameEncoder>
}
