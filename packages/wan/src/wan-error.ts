export type WanErrorCode =
  /** config.json or the caller's settings do not describe a model that can be built. */
  | 'config-invalid'
  /** A prompt, latents or a placement whose sizes are not the model's. */
  | 'size-mismatch'
  /** A pass before the prompt or the placement that it needs. */
  | 'not-ready'
  /** A word table that is not one. */
  | 'vocabulary-invalid'
  /** Decoder weights whose layers do not follow one another. */
  | 'decoder-invalid'
  /** Encoder weights whose layers do not follow one another. */
  | 'encoder-invalid'
  /** A folder that lacks files of a model. */
  | 'files-missing'
  /** A model without an encoder, where pictures are to be encoded. */
  | 'encoder-missing'

/** A model that cannot be built or used as asked. The message is one sentence: place, found, expected, cure. */
export class WanError extends Error {
  override readonly name = 'WanError'
  readonly code: WanErrorCode

  constructor(code: WanErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
