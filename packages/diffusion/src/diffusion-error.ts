export type DiffusionErrorCode =
  | 'broken-cache'
  | 'invalid-schedule'
  | 'latents-mismatch'
  | 'noise-exhausted'
  | 'noise-mismatch'
  | 'prompt-mismatch'
  | 'snapshot-mismatch'
  | 'untrained-window'

/** A rollout that cannot do what it was asked. The message is one sentence: place, found, expected, cure. */
export class DiffusionError extends Error {
  override readonly name = 'DiffusionError'
  readonly code: DiffusionErrorCode

  constructor(code: DiffusionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
