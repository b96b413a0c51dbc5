import type { DecoderStream } from '@frameloom/diffusion'
import type { Binding, Device, DeviceBuffer, InferenceSession } from '@frameloom/runtime'
import { formatShape, requireShape, tensorOf, zeros, type PixelFrame, type Tensor } from '@frameloom/tensor'
import { LATENT_CHANNELS } from '../geometry.js'
import { WanError } from '../wan-error.js'
import { FRAMES_PER_LATENT, PIXELS_PER_CELL } from './decoder-geometry.js'
import { DECODER_FRAMES, DECODER_LATENT } from './decoder-graph.js'
import type { LayerMemory } from './streaming-layers.js'

/** In a snapshot, i32 [1]: 1 once a latent frame was decoded, 0 before. */
const STARTED = 'started'

interface StreamParts {
  readonly session: InferenceSession
  readonly memories: readonly LayerMemory[]
  /** Of the latent. */
  readonly height: number
  readonly width: number
}

/**
 * A video being decoded. Its memories stay in device buffers and are updated in place, latent frame by latent frame.
 */
export class MemoryDecoderStream implements DecoderStream {
  readonly #height: number
  readonly #width: number
  readonly #binding: Binding
  readonly #latent: DeviceBuffer<'f32'>
  readonly #frames: DeviceBuffer<'u8'>
  readonly #memories: ReadonlyMap<string, DeviceBuffer<'f32'>>
  #started = false

  constructor(device: Device, { session, memories, height, width }: StreamParts) {
    this.#height = height * PIXELS_PER_CELL
    this.#width = width * PIXELS_PER_CELL
    this.#latent = device.allocate('f32', [1, LATENT_CHANNELS, height, width], 'host')
    this.#frames = device.allocate('u8', [FRAMES_PER_LATENT, this.#height, this.#width, 3], 'host')
    this.#memories = new Map(memories.map(({ input, shape }) => [input, device.allocate('f32', shape)]))
    this.#binding = session.bind().input(DECODER_LATENT, this.#latent).output(DECODER_FRAMES, this.#frames)
    for (const { input, output } of memories) {
      const memory = this.#memories.get(input)
      if (memory) this.#binding.input(input, memory).output(output, memory)
    }
  }

  get byteSize(): number {
    return this.#buffers().reduce((sum, buffer) => sum + buffer.byteSize, 0)
  }

  /**
   * @throws WanError `size-mismatch` where `latents` are not whole frames; RunAborted, after which the state is
   * undefined: restore it
   */
  async decode(latents: Float32Array, signal?: AbortSignal): Promise<readonly PixelFrame[]> {
    const latent = this.#latent.host()
    if (latents.length % latent.length !== 0) {
      throw new WanError(
        'size-mismatch',
        `The decoder was given ${latents.length} numbers, but a latent frame has ${latent.length}: give whole latent frames of its size.`,
      )
    }
    const decoded: PixelFrame[] = []
    for (let first = 0; first < latents.length; first += latent.length) {
      latent.set(latents.subarray(first, first + latent.length))
      await this.#binding.run({ signal })
      // The first latent frame of a video stands for one pixel frame only: the last of its four.
      decoded.push(...this.#copyFrames(this.#started ? 0 : FRAMES_PER_LATENT - 1))
      this.#started = true
    }
    return decoded
  }

  async snapshot(): Promise<Readonly<Record<string, Tensor>>> {
    const state: Record<string, Tensor> = { [STARTED]: tensorOf('i32', [1], Int32Array.of(this.#started ? 1 : 0)) }
    for (const [name, buffer] of this.#memories) {
      const tensor = zeros('f32', buffer.shape)
      await buffer.readInto(tensor.data)
      state[name] = tensor
    }
    return state
  }

  /** @throws WanError, ShapeError where the state is not of this decoder */
  async restore(state: Readonly<Record<string, Tensor>>): Promise<void> {
    const memories = [...this.#memories].map(([name, buffer]) => ({
      buffer,
      data: requireMemory(state, name, buffer.shape),
    }))
    for (const { buffer, data } of memories) await buffer.write(data)
    this.#started = state[STARTED]?.data[0] === 1
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#binding.dispose()
    for (const buffer of this.#buffers()) buffer.dispose()
  }

  #buffers(): readonly DeviceBuffer[] {
    return [this.#latent, this.#frames, ...this.#memories.values()]
  }

  #copyFrames(from: number): PixelFrame[] {
    const bytes = this.#frames.host()
    const size = bytes.length / FRAMES_PER_LATENT
    return Array.from({ length: FRAMES_PER_LATENT - from }, (_, i) => ({
      width: this.#width,
      height: this.#height,
      data: bytes.slice((from + i) * size, (from + i + 1) * size),
    }))
  }
}

function requireMemory(state: Readonly<Record<string, Tensor>>, name: string, shape: readonly number[]): Float32Array {
  const tensor = state[name]
  if (tensor?.dtype !== 'f32') {
    throw new WanError(
      'size-mismatch',
      `The decoder's state holds no f32 tensor ${name} of shape ${formatShape(shape)}: restore a snapshot that was taken with this decoder.`,
    )
  }
  requireShape(`${name} of the decoder's state`, tensor.shape, shape)
  return tensor.data
}
