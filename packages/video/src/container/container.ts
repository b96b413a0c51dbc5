import type { AppendFile } from './append-file.js'

/** One compressed picture, in the order in which it is shown. */
export interface EncodedFrame {
  readonly data: Uint8Array
  /** Can be decoded without the pictures before it. */
  readonly isKey: boolean
}

/** What a container must know of its video before the first picture. */
export interface VideoFormat {
  readonly width: number
  readonly height: number
  /** Pictures per second. */
  readonly fps: number
  readonly createdBy: string
}

export interface VideoLength {
  readonly chunks: number
  readonly frames: number
}

/**
 * How pictures lie in a file. The file only grows while a run lasts, chunk by chunk, and plays at every moment;
 * `finish` fills in what can only be known then. What is kept is bounded, however many chunks there are.
 */
export interface Container {
  readonly extension: 'mp4' | 'webm'
  /**
   * Everything before the first chunk, with some room behind the comment; `decoderSetup` is what the encoder's codec needs
   * there.
   */
  header(decoderSetup: Uint8Array, comment: string): Uint8Array
  /** The pictures of one chunk, whose first is picture number `firstFrame` of the video. */
  chunk(frames: readonly EncodedFrame[], firstFrame: number): Uint8Array
  /**
   * Gives a file that has its header and is not finished yet another comment.
   * @returns false where the file is too large to be written anew for it, and is as it was
   */
  recomment(file: AppendFile, comment: string): Promise<boolean>
  /** Writes a file that is not finished yet anew, with `LARGE_ROOM` behind its comment. */
  widen(file: AppendFile, comment: string): Promise<void>
  /** Gives the finished file its duration and, where players need one, an index. */
  finish(file: AppendFile, length: VideoLength): Promise<void>
}
