import type { FrameEncoder, LatentShape } from '@frameloom/diffusion'
import type { Device } from '@frameloom/runtime'
import type { SafetensorsFile } from '@frameloom/weights'
import { LATENT_CHANNELS } from '../geometry.js'
import { FRAMES_PER_LATENT, PIXELS_PER_CELL } from './decoder-geometry.js'
import { encoderGeometry, encoderWeights } from './encoder-geometry.js'
import { encoderGraph, encoderMemories } from './encoder-graph.js'
import { MemoryEncoderStream } from './encoder-stream.js'
import { openStreamingNetwork } from './streaming-network.js'

export interface FrameEncoderOptions {
  /** A safetensors file with the weights of an encoder of the TAEHV kind; a decoder may lie beside. */
  readonly path: string
  readonly device: Device
  readonly latent: Omit<LatentShape, 'channels'>
  /** Pixel frames per second of the videos. Default 16. */
  readonly fps?: number
  /** Default: the device's. */
  readonly threads?: number
  readonly signal?: AbortSignal
}

/**
 * Opens a streaming encoder; its layers follow from the weights.
 * @throws WeightsError, WanError with what is wrong with the file; RuntimeError; the signal's reason
 */
export async function loadFrameEncoder({
  path,
  device,
  latent: { height, width },
  fps = 16,
  threads,
  signal,
}: FrameEncoderOptions): Promise<FrameEncoder> {
  const build = (opened: SafetensorsFile) => {
    const file = encoderWeights(opened)
    const parts = { geometry: encoderGeometry(file), height, width }
    return { parts, graph: encoderGraph({ ...parts, file }) }
  }
  const network = await openStreamingNetwork({ path, device, what: 'encoder', threads, signal, build })
  const { name, sha256, parts, session } = network
  const memories = encoderMemories(parts)
  return {
    name,
    sha256,
    width: width * PIXELS_PER_CELL,
    height: height * PIXELS_PER_CELL,
    fps,
    latent: { channels: LATENT_CHANNELS, height, width },
    framesPerLatent: FRAMES_PER_LATENT,
    open: async () => new MemoryEncoderStream(device, { session, memories, height, width }),
    [Symbol.asyncDispose]: () => session.dispose(),
  }
}
