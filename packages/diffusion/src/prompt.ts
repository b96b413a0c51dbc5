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
