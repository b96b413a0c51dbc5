import { DiffusionError } from './diffusion-error.js'
import type { ModelGeometry } from './geometry.js'

/** A prompt as the denoiser reads it. */
export interface PromptEmbedding {
  readonly text: string
  /** [text length, text dim], row by row; rows behind the last word are zero and are attended (Wan masks nothing). */
  readonly rows: Float32Array
  /** Words the encoder does not know, in the order of the text. Empty for encoders that read any text. */
  readonly unknownWords: readonly string[]
}

export interface PromptEncoder {
  readonly name: string
  encode(text: string, signal?: AbortSignal): Promise<PromptEmbedding>
}

/** @throws DiffusionError `prompt-mismatch` when the embedding was not made for a model of this geometry */
export function requirePromptShape({ text, rows }: PromptEmbedding, geometry: ModelGeometry): void {
  const { textLength, textDim } = geometry
  if (rows.length === textLength * textDim) return
  throw new DiffusionError(
    'prompt-mismatch',
    `The prompt "${text}" is embedded in ${rows.length} numbers, but the model reads ${textLength} rows of ${textDim} = ` +
      `${textLength * textDim}: encode it with this model's own prompt encoder.`,
  )
}
