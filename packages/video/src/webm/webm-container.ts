import type { AppendFile } from '../writer/append-file.js'
import type { Container, EncodedFrame, VideoFormat, VideoLength } from '../writer/container.js'
import { clusters } from './cluster.js'
import { length } from './ebml.js'
import { appendIndex } from './index-entries.js'
import { durationElement, seekHead, segmentHeader, type SegmentHeader } from './segment-header.js'

/** WebM with VP8: whole clusters per chunk, so the file plays up to its last whole chunk at any moment. */
export class WebmContainer implements Container {
  readonly extension = 'webm'
  readonly #fps: number
  readonly #header: SegmentHeader
  #clusters = 0

  constructor(format: VideoFormat) {
    this.#fps = format.fps
    this.#header = segmentHeader(format)
  }

  header(): Uint8Array {
    return this.#header.bytes
  }

  chunk(frames: readonly EncodedFrame[], firstFrame: number): Uint8Array {
    const made = clusters(frames, firstFrame, this.#fps)
    this.#clusters += made.length
    return Buffer.concat(made)
  }

  /** Index first: it needs space, and without it the file plays as before. */
  async finish(file: AppendFile, { frames }: VideoLength): Promise<void> {
    const { bytes, segmentStart, segmentLengthOffset, durationOffset } = this.#header
    const indexOffset = file.length
    await appendIndex(file, { segmentStart, firstCluster: bytes.length, count: this.#clusters })
    await file.replace(segmentStart, seekHead(indexOffset - segmentStart))
    await file.replace(durationOffset, durationElement((frames * 1000) / this.#fps))
    await file.replace(segmentLengthOffset, length(file.length - segmentStart, 8))
  }
}
