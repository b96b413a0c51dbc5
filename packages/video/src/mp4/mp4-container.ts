import type { AppendFile } from '../writer/append-file.js'
import type { Container, EncodedFrame, VideoFormat, VideoLength } from '../writer/container.js'
import { fullBox, u64 } from './box.js'
import { fragment } from './fragment.js'
import { movieHeader } from './movie-header.js'

/** Time scale of `mvhd`, in which the whole duration is given. */
const MOVIE_TIMESCALE = 1000

/** Fragmented MP4 with H.264: one fragment per chunk, so the file plays up to its last whole chunk at any moment. */
export class Mp4Container implements Container {
  readonly extension = 'mp4'
  readonly #format: VideoFormat
  #durationOffset = 0
  #fragments = 0

  constructor(format: VideoFormat) {
    this.#format = format
  }

  header(avcConfiguration: Uint8Array): Uint8Array {
    const { bytes, durationOffset } = movieHeader(this.#format, avcConfiguration)
    this.#durationOffset = durationOffset
    return bytes
  }

  chunk(frames: readonly EncodedFrame[], firstFrame: number): Uint8Array {
    this.#fragments += 1
    return fragment({ frames, firstFrame, sequence: this.#fragments })
  }

  async finish(file: AppendFile, { frames }: VideoLength): Promise<void> {
    const duration = Math.round((frames * MOVIE_TIMESCALE) / this.#format.fps)
    await file.replace(this.#durationOffset, fullBox('mehd', { version: 1 }, u64(duration)))
  }
}
