export type WeightsErrorCode =
  | 'unreadable'
  | 'unwritable'
  | 'truncated'
  | 'header-length'
  | 'header-json'
  | 'duplicate-name'
  | 'entry-invalid'
  | 'dtype-unknown'
  | 'offsets-invalid'
  | 'length-mismatch'
  | 'tensor-missing'
  | 'parameters-mismatch'
  | 'folder-invalid'

/** A weight file or model folder that cannot be used. The message is one sentence: place, found, expected, cure. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError'
  readonly code: WeightsErrorCode

  constructor(code: WeightsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
