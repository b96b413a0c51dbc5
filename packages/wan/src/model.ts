import { dirname } from 'node:path'
import type { LatentShape, VideoModel } from '@frameloom/diffusion'
import { openSession, type Device } from '@frameloom/runtime'
import { checkParameters, hashFile, openModelFolder } from '@frameloom/weights'
import { WanDenoiser, type WanSessions } from './denoiser.js'
import { denoiserGraph } from './denoiser-graph.js'
import { wanGeometry, type WanGeometry } from './geometry.js'
import { modelIdentity } from './model-identity.js'
import { parameterBytes } from './parameter-bytes.js'
import { wanParameters } from './parameters.js'
import { passFlops } from './pass-flops.js'
import { promptGraph } from './prompt-graph.js'

export interface WanModelOptions {
  /** Holds `config.json` and `model.safetensors` (Wan 2.1's names), or one other *.safetensors. */
  readonly folder: string
  readonly device: Device
  /** Latent height and width, multiples of the patch. Default: those of config.json, or 60 x 104. */
  readonly latent?: Omit<LatentShape, 'channels'>
  /** Default: the device's. */
  readonly threads?: number
  readonly signal?: AbortSignal
}

/** A loaded causal Wan model. */
export interface WanModel extends VideoModel {
  readonly geometry: WanGeometry
  /** Of all parameters as the network computes with them, 32-bit; copies that ONNX Runtime packs are not counted. */
  readonly parameterBytes: number
}

/**
 * Builds the network over a folder's weights, which stay in their file.
 * @throws WeightsError, WanError with every problem of parameters or configuration at once; RuntimeError; the signal's
 * reason
 */
export async function loadWanModel(options: WanModelOptions): Promise<WanModel> {
  const { device, signal } = options
  const { name, path, config, weights } = await openModelFolder(options.folder)
  const geometry = wanGeometry(config, {
    place: `${path}/config.json`,
    ...(options.latent && { latent: options.latent }),
  })
  const parameters = wanParameters(geometry)
  checkParameters(weights, parameters)
  signal?.throwIfAborted()
  const sha256 = await hashFile(weights.path, signal)
  const sessions = await openSessions()
  return {
    name,
    sha256,
    identity: modelIdentity(sha256, geometry),
    geometry,
    prediction: geometry.prediction,
    defaultSchedule: geometry.schedule,
    parameterBytes: parameterBytes(parameters),
    passFlops: (slots, kind) => passFlops(geometry, slots, kind),
    openDenoiser: async ({ capacity }) => new WanDenoiser(device, sessions, { geometry, capacity }),
    async [Symbol.asyncDispose]() {
      await sessions.denoiser.dispose()
      await sessions.prompt.dispose()
    },
  }

  async function openSessions(): Promise<WanSessions> {
    const place = {
      device,
      weightsFolder: dirname(weights.path),
      ...(options.threads !== undefined && { threads: options.threads }),
    }
    const prompt = await openSession({ ...place, model: promptGraph(geometry, weights), label: `${name} (prompt)` })
    try {
      signal?.throwIfAborted()
      const model = denoiserGraph(geometry, weights, device.kind)
      return { prompt, denoiser: await openSession({ ...place, model, label: `${name} (denoiser)` }) }
    } catch (error) {
      await prompt.dispose()
      throw error
    }
  }
}
