export type CacheErrorCode =
  'cache-full' | 'invalid-parameter' | 'memory-needs-online-positions' | 'position-table-end' | 'snapshot-mismatch'

/** A cache that cannot do what it was asked. The message is one sentence: place, found, expected, cure. */
export class CacheError extends Error {
  override readonly name = 'CacheError'
  readonly code: CacheErrorCode

  constructor(code: CacheErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
