import type { PixelFrame } from '@frameloom/tensor'
import type { EncodedFrame } from '../container/container.js'

/** Compresses pictures in the order they come. Disposing of it stops it at once; what is under way then rejects. */
export interface PictureEncoder extends AsyncDisposable {
  /** What the container's header needs to set up a decoder; known once the first pictures are encoded. */
  readonly decoderSetup: Uint8Array
  /**
   * As many compressed pictures as `frames` holds, all of them: nothing stays behind in the encoder.
   * @throws VideoError encoder-failed
   */
  encode(frames: readonly PixelFrame[]): Promise<readonly EncodedFrame[]>
  /** Ends the encoder in order. */
  finish(): Promise<void>
}
