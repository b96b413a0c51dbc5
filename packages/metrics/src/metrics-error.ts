/** Why something was not measured. */
export type MetricsErrorCode = 'frame-invalid' | 'frame-size-changed' | 'setting-invalid' | 'snapshot-invalid'

/** Frames, settings or a snapshot that a meter cannot take. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError'
  readonly code: MetricsErrorCode

  constructor(code: MetricsErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
