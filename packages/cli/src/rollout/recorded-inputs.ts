import { type NoiseSource, type PromptEmbedding, recordedNoise } from '@frameloom/diffusion'
import { formatShape, type Tensor, toFloat32 } from '@frameloom/tensor'
import { openSafetensors, readTensor } from '@frameloom/weights'
import { Refusal } from '../refusal.js'

/** Everything random or written that a rollout starts from, as it was recorded elsewhere. */
export interface RecordedInputs {
  readonly prompt: PromptEmbedding
  readonly noise: NoiseSource
  readonly chunks: number
  /** Latent height and width. */
  readonly latent: { readonly height: number; readonly width: number }
}

/**
 * Reads `context` [text length, text dim], `noise` [chunks, chunk frames, channels, height, width] and `renoise` [chunks,
 * denoise steps - 1, chunk frames, channels, height, width].
 * @throws WeightsError where the file or one of the tensors is missing
 * @throws Refusal `inputs-invalid` where a tensor has another number of axes
 */
export async function readRecordedInputs(path: string): Promise<RecordedInputs> {
  const file = await openSafetensors(path)
  const read = async (name: string, axes: readonly string[]): Promise<Tensor> => {
    const tensor = await readTensor(file, name)
    if (tensor.shape.length === axes.length) return tensor
    throw new Refusal(
      'inputs-invalid',
      `Tensor ${name} of ${path} is ${formatShape(tensor.shape)}, expected [${axes.join(', ')}]: record the inputs again.`,
    )
  }
  const chunk = ['chunk frames', 'channels', 'height', 'width']
  const context = await read('context', ['text length', 'text dim'])
  const noise = await read('noise', ['chunks', ...chunk])
  const renoise = await read('renoise', ['chunks', 'denoise steps - 1', ...chunk])
  const [chunks = 0, , , height = 0, width = 0] = noise.shape
  return {
    prompt: { text: '', rows: toFloat32(context), unknownWords: [] },
    noise: recordedNoise({ noise, renoise }),
    chunks,
    latent: { height, width },
  }
}
