import type { DecoderStream, FrameDecoder } from '@frameloom/diffusion'
import type { PixelFrame, Tensor } from '@frameloom/tensor'

/** The pictures of one chunk. */
export interface WatchedChunk {
  readonly chunk: number
  /** Number of the first of `frames` in the video. */
  readonly first: number
  readonly frames: readonly PixelFrame[]
}

/**
 * Decodes only the chunks of a video that are looked at, each behind the one before it, so that the decoder's memories hold the
 * video again. Decoding is most of a small model's time, and scores need few pictures.
 */
export class WatchedPictures implements AsyncDisposable {
  readonly #decoder: FrameDecoder
  readonly #chunkFrames: number
  readonly #looksAt: (chunk: number) => boolean
  #stream: DecoderStream | undefined

  /** @param chunkFrames latent frames of a chunk */
  constructor(decoder: FrameDecoder, chunkFrames: number, looksAt: (chunk: number) => boolean) {
    this.#decoder = decoder
    this.#chunkFrames = chunkFrames
    this.#looksAt = looksAt
  }

  /** Give it every chunk's latents in order. @returns undefined for a chunk that is not decoded */
  async next(chunk: number, latents: Float32Array, signal: AbortSignal): Promise<WatchedChunk | undefined> {
    if (!this.#looksAt(chunk) && !this.#looksAt(chunk + 1)) {
      await this[Symbol.asyncDispose]()
      return undefined
    }
    this.#stream ??= await this.#decoder.open()
    const frames = await this.#stream.decode(latents, signal)
    const last = this.#decoder.framesPerLatent * ((chunk + 1) * this.#chunkFrames - 1)
    return { chunk, first: last - frames.length + 1, frames }
  }

  /** The decoder's memories between two chunks; undefined where the last chunk was not decoded. */
  async snapshot(): Promise<Readonly<Record<string, Tensor>> | undefined> {
    return this.#stream?.snapshot()
  }

  /** Goes on where another was when it was snapshot; before the first chunk. */
  async restore(memories: Readonly<Record<string, Tensor>>): Promise<void> {
    this.#stream = await this.#decoder.open()
    await this.#stream.restore(memories)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stream?.[Symbol.asyncDispose]()
    this.#stream = undefined
  }
}
