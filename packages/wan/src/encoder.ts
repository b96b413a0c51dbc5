import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { FrameEncoder, LatentShape } from '@frameloom/diffusion'
import { openSession, type Device } from '@frameloom/runtime'
import { hashFile, openSafetensors } from '@frameloom/weights'
import { FRAMES_PER_LATENT, PIXELS_PER_CELL } from './decoder-geometry.js'
import { encoderGeometry, encoderWeights } from './encoder-geometry.js'
import { encoderGraph, encoderMemories } from './encoder-graph.js'
import { MemoryEncoderStream } from './encoder-stream.js'

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
  device,
  latent: { height, width },
  fps = 16,
  threads,
  signal,
  ...options
}: FrameEncoderOptions): Promise<FrameEncoder> {
  const path = await realpath(options.path)
  const file = encoderWeights(await openSafetensors(path))
  const parts = { geometry: encoderGeometry(file), height, width }
  const sha256 = await hashFile(path, signal)
  const name = basename(options.path, '.safetensors')
  const session = await openSession({
    device,
    model: encoderGraph({ ...parts, file }),
    weightsFolder: dirname(path),
    label: `${name} (encoder)`,
    ...(threads !== undefined && { threads }),
  })
  const memories = encoderMemories(parts)
  return {
    name,
    sha256,
    width: width * PIXELS_PER_CELL,
    height: height * PIXELS_PER_CELL,
    fps,
    framesPerLatent: FRAMES_PER_LATENT,
    open: async () => new MemoryEncoderStream(device, { session, memories, height, width }),
    [Symbol.asyncDispose]: () => session.dispose(),
  }
}
