import type { PixelFrame } from '@frameloom/tensor'
import type { EncoderName } from '../encoder/choose-encoder.js'

/**
 * A video that is being written, chunk by chunk. At every moment the file on disk plays up to its last whole chunk,
 * even if this process is killed. Disposing of it is `abort`, unless it was closed before.
 */
export interface VideoWriter extends AsyncDisposable {
  /** The video, absolute; its extension tells the container. */
  readonly path: string
  /** The JSON file beside it: the capsule, and what is known about the video. */
  readonly sidecarPath: string
  readonly encoder: EncoderName
  /** Chunks and frames that are on disk. */
  readonly chunks: number
  readonly frames: number
  /**
   * Appends the frames as one chunk and resolves when the chunk is on disk; the frames may be reused then. Await it:
   * that is the back-pressure. Calls that overlap wait for each other. No frames, no chunk.
   * @throws VideoError invalid-frame, and the writer goes on; encoder-failed, disk-full, file-too-large, not-writable or
   * file-vanished, and it is over; writer-closed, also where `abort` cut this chunk off
   * @throws the signal's reason where it was aborted
   */
  write(frames: readonly PixelFrame[]): Promise<void>
  /**
   * Finishes the file: newest capsule, duration, index, sidecar. A video without a frame is removed, its sidecar stays. Closing twice
   * is closing once.
   * @throws VideoError disk-full, not-writable, encoder-failed, and what made an earlier `write` fail; invalid-capsule where
   * the newest is no JSON value. The video is finished all the same as far as it can be, then with the capsule before
   */
  close(): Promise<void>
  /**
   * Stops at once. What is on disk stays and plays, with the newest capsule; its sidecar says that it is not finished.
   * @throws VideoError disk-full, not-writable, file-vanished, invalid-capsule where the capsule cannot be written; all else
   * is given back
   */
  abort(): Promise<void>
}
