export type VideoErrorCode =
  | 'invalid-option'
  | 'invalid-frame'
  | 'invalid-capsule'
  | 'encoder-missing'
  | 'encoder-failed'
  | 'disk-full'
  | 'file-too-large'
  | 'not-writable'
  | 'not-readable'
  | 'file-vanished'
  | 'damaged-file'
  | 'unknown-format'
  | 'no-capsule'
  | 'document-beside'
  | 'writer-closed'

/** A picture or video that could not be written or read. The message is one sentence: place, found, expected, cure. */
export class VideoError extends Error {
  override readonly name = 'VideoError'
  readonly code: VideoErrorCode

  constructor(code: VideoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
