import type { EncoderStream } from '@frameloom/diffusion'
import type { Binding, Device, DeviceBuffer, InferenceSession } from '@frameloom/runtime'
import type { PixelFrame } from '@frameloom/tensor'
import { LATENT_CHANNELS } from '../geometry.js'
import { WanError } from '../wan-error.js'
import { FRAMES_PER_LATENT, PIXELS_PER_CELL } from './decoder-geometry.js'
import { ENCODER_FRAMES, ENCODER_LATENT } from './encoder-graph.js'
import type { LayerMemory } from './streaming-layers.js'

interface StreamParts {
  readonly session: InferenceSession
  readonly memories: readonly LayerMemory[]
  /** Of the latent. */
  readonly height: number
  readonly width: number
}

/** A video being encoded. Its memories stay in device buffers and are updated in place, latent frame by latent frame. */
export class MemoryEncoderStream implements EncoderStream {
  readonly #height: number
  readonly #width: number
  readonly #binding: Binding
  readonly #frames: DeviceBuffer<'u8'>
  readonly #latent: DeviceBuffer<'f32'>
  readonly #memories: readonly DeviceBuffer<'f32'>[]
  #started = false

  constructor(device: Device, { session, memories, height, width }: StreamParts) {
    this.#height = height * PIXELS_PER_CELL
    this.#width = width * PIXELS_PER_CELL
    this.#frames = device.allocate('u8', [FRAMES_PER_LATENT, this.#height, this.#width, 3], 'host')
    this.#latent = device.allocate('f32', [1, LATENT_CHANNELS, height, width], 'host')
    this.#memories = memories.map(({ shape }) => device.allocate('f32', shape))
    this.#binding = session.bind().input(ENCODER_FRAMES, this.#frames).output(ENCODER_LATENT, this.#latent)
    for (const [i, { input, output }] of memories.entries()) {
      const memory = this.#memories[i]
      if (memory) this.#binding.input(input, memory).output(output, memory)
    }
  }

  /**
   * @throws WanError `size-mismatch` before anything has changed, where the pictures are not of the encoder's size or do not
   * make whole latent frames; RunAborted, after which the stream is undefined
   */
  async encode(frames: readonly PixelFrame[], signal?: AbortSignal): Promise<Float32Array> {
    const [first, ...rest] = frames
    if (!first) return new Float32Array(0)
    this.#requireFrames(frames)
    // The first latent frame of a video stands for one picture only: four times the same.
    const beginning = this.#started ? [] : Array.from({ length: FRAMES_PER_LATENT }, () => first)
    const shown = this.#started ? frames : [...beginning, ...rest]
    const bytes = this.#frames.host()
    const latent = this.#latent.host()
    const encoded = new Float32Array((shown.length / FRAMES_PER_LATENT) * latent.length)
    const frameBytes = bytes.length / FRAMES_PER_LATENT
    for (const [i, { data }] of shown.entries()) {
      bytes.set(data, (i % FRAMES_PER_LATENT) * frameBytes)
      if (i % FRAMES_PER_LATENT < FRAMES_PER_LATENT - 1) continue
      await this.#binding.run({ signal })
      encoded.set(latent, Math.floor(i / FRAMES_PER_LATENT) * latent.length)
      this.#started = true
    }
    return encoded
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#binding.dispose()
    for (const buffer of [this.#frames, this.#latent, ...this.#memories]) buffer.dispose()
  }

  #requireFrames(frames: readonly PixelFrame[]): void {
    const wrong = frames.find(({ width, height, data }) => {
      return width !== this.#width || height !== this.#height || data.length !== 3 * width * height
    })
    if (wrong) {
      throw new WanError(
        'size-mismatch',
        `The encoder was given a picture of ${wrong.width} x ${wrong.height} with ${wrong.data.length} bytes, but reads RGB of ` +
          `${this.#width} x ${this.#height}: fit the pictures to its size.`,
      )
    }
    const leading = this.#started ? 0 : 1
    if (frames.length % FRAMES_PER_LATENT === leading) return
    throw new WanError(
      'size-mismatch',
      `The encoder was given ${frames.length} pictures, but it reads ${leading === 1 ? '1 and then ' : ''}${FRAMES_PER_LATENT} at a time: ` +
        'give whole latent frames.',
    )
  }
}
