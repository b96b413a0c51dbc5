import { type PassReport, Rollout } from '@frameloom/diffusion'
import { strategyByName } from '@frameloom/kv-cache'
import { openDevice } from '@frameloom/runtime'
import { type Tensor, tensorOf } from '@frameloom/tensor'
import { loadWanModel } from '@frameloom/wan'
import type { DeviceChoice } from '../device-option.js'
import { onnxRuntime } from '../onnx-runtime.js'
import { Refusal } from '../refusal.js'
import { readRecordedInputs } from './recorded-inputs.js'
import { scheduleOf } from './schedule-of.js'

export interface RollOutRequest {
  /** A model folder. */
  readonly model: string
  /** A file that `readRecordedInputs` reads. */
  readonly inputs: string
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  readonly device: DeviceChoice
  /** Default: all that are recorded. */
  readonly chunks?: number
  readonly signal: AbortSignal
  onChunk(chunk: RolledOutChunk): Promise<void>
}

export interface RolledOutChunk {
  readonly chunk: number
  readonly chunks: number
  readonly milliseconds: number
}

/**
 * Generates latents from recorded inputs, for comparing numbers with another implementation.
 * @returns `first_velocity` [chunk frames, channels, height, width], the network's output in the first denoise step of the
 * first chunk; `latents` [latent frames, channels, height, width]; `cache.<layer>.k` and `.v` [slots, tokens per frame, heads, head
 * dim] after the last clean pass, keys un-rotated
 * @throws Refusal `inputs-invalid`, before a device is opened where more chunks are asked for than are recorded
 */
export async function rollOut(request: RollOutRequest): Promise<Readonly<Record<string, Tensor>>> {
  const { signal } = request
  const inputs = await readRecordedInputs(request.inputs)
  const chunks = request.chunks ?? inputs.chunks
  if (chunks > inputs.chunks) {
    throw new Refusal(
      'inputs-invalid',
      `${request.inputs} has the noise of ${inputs.chunks} chunks and --chunks asks for ${chunks}: ask for fewer, or record more.`,
    )
  }
  await using device = await openDevice(request.device, onnxRuntime())
  await using model = await loadWanModel({ folder: request.model, device, latent: inputs.latent, signal })
  const { chunkFrames, rotaryPositions, trainedFrames, latent } = model.geometry
  const facts = { chunkFrames, rotaryPositions, trainedFrames, chunks }
  const settings = { ...strategyByName(request.strategy, request.params, facts), prompt: inputs.prompt }
  const frameShape = [latent.channels, latent.height, latent.width]

  let firstVelocity: Float32Array | undefined
  const onPass = ({ output }: PassReport) => {
    firstVelocity ??= output?.slice()
  }
  const schedule = scheduleOf(request.params, model)
  const options = { model, schedule, noise: inputs.noise, chunks, boundary: () => settings, signal, onPass }
  await using rollout = new Rollout(options)

  const latents = new Float32Array(chunks * chunkFrames * latent.channels * latent.height * latent.width)
  let started = performance.now()
  for await (const chunk of rollout) {
    latents.set(chunk.latents, chunk.index * chunk.latents.length)
    const ended = performance.now()
    await request.onChunk({ chunk: chunk.index, chunks, milliseconds: ended - started })
    started = ended
  }
  const { store } = await rollout.snapshot()
  return {
    ...(firstVelocity && { first_velocity: tensorOf('f32', [chunkFrames, ...frameShape], firstVelocity) }),
    latents: tensorOf('f32', [chunks * chunkFrames, ...frameShape], latents),
    ...store.tensors,
  }
}
