import type { PixelFrame, Tensor } from '@frameloom/tensor'
import type { LatentShape } from './geometry.js'

/** A decoder in the middle of a video: carries the causal state from chunk to chunk. */
export interface DecoderStream extends AsyncDisposable {
  /** Bytes of its buffers. */
  readonly byteSize: number
  /**
   * Pixel frames of the next latent frames [n, channels, height, width]; the first latent frame of a video gives one,
   * each later one `FrameDecoder.framesPerLatent`.
   */
  decode(latents: Float32Array, signal?: AbortSignal): Promise<readonly PixelFrame[]>
  /** State after the last decoded latent frame; restoring it gives identical next frames. */
  snapshot(): Promise<Readonly<Record<string, Tensor>>>
  restore(state: Readonly<Record<string, Tensor>>): Promise<void>
}

export interface FrameDecoder extends AsyncDisposable {
  readonly name: string
  /** SHA-256 of the weight file, hexadecimal. */
  readonly sha256: string
  /** Sizes of the latent frames that it reads. */
  readonly latent: LatentShape
  /** Pixels of the pictures that it makes. */
  readonly width: number
  readonly height: number
  /** Pixel frames per second of the finished video. */
  readonly fps: number
  readonly framesPerLatent: number
  open(): Promise<DecoderStream>
}
