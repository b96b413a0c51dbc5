import type { FrameDecoder, LatentShape } from '@frameloom/diffusion'
import type { Device } from '@frameloom/runtime'
import type { SafetensorsFile } from '@frameloom/weights'
import { LATENT_CHANNELS } from '../geometry.js'
import { parameterBytes } from '../parameter-bytes.js'
import {
  decoderGeometry,
  decoderParameters,
  decoderWeights,
  FRAMES_PER_LATENT,
  PIXELS_PER_CELL,
} from './decoder-geometry.js'
import { decoderGraph, decoderMemories } from './decoder-graph.js'
import { MemoryDecoderStream } from './decoder-stream.js'
import { openStreamingNetwork } from './streaming-network.js'

export interface FrameDecoderOptions {
  /**
   * A safetensors file with the weights of a decoder of the TAEHV kind for Wan 2.1's latents (taew2_1); an encoder may
   * lie beside.
   */
  readonly path: string
  readonly device: Device
  readonly latent: Omit<LatentShape, 'channels'>
  /** Pixel frames per second of the videos. Default 16. */
  readonly fps?: number
  /** Default: the device's. */
  readonly threads?: number
  readonly signal?: AbortSignal
}

/** A loaded decoder of the TAEHV kind. */
export interface WanFrameDecoder extends FrameDecoder {
  /** Of all parameters as the network computes with them, 32-bit; copies that ONNX Runtime packs are not counted. */
  readonly parameterBytes: number
}

/**
 * Opens a streaming decoder; its widths follow from the weights.
 * @throws WeightsError, WanError with what is wrong with the file; RuntimeError; the signal's reason
 */
export async function loadFrameDecoder({
  path,
  device,
  latent: { height, width },
  fps = 16,
  threads,
  signal,
}: FrameDecoderOptions): Promise<WanFrameDecoder> {
  const build = (opened: SafetensorsFile) => {
    const file = decoderWeights(opened)
    const parts = { geometry: decoderGeometry(file), height, width }
    return { parts, graph: decoderGraph({ ...parts, file }) }
  }
  const network = await openStreamingNetwork({ path, device, what: 'decoder', threads, signal, build })
  const { name, sha256, parts, session } = network
  const memories = decoderMemories(parts)
  return {
    name,
    sha256,
    parameterBytes: parameterBytes(decoderParameters(parts.geometry)),
    latent: { channels: LATENT_CHANNELS, height, width },
    width: width * PIXELS_PER_CELL,
    height: height * PIXELS_PER_CELL,
    fps,
    framesPerLatent: FRAMES_PER_LATENT,
    open: async () => new MemoryDecoderStream(device, { session, memories, height, width }),
    [Symbol.asyncDispose]: () => session.dispose(),
  }
}
