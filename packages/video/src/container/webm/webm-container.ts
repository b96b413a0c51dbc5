import type { AppendFile } from '../append-file.js'
import type { Container, EncodedFrame, VideoFormat, VideoLength } from '../container.js'
import { LARGE_ROOM, replaceHeader, ROOM_FOR_CHANGES } from '../header-room.js'
import { clusters } from './cluster.js'
import { ClusterIndex } from './cluster-index.js'
import { headOfReserved, length, SMALLEST_RESERVED } from './ebml.js'
import { durationElement, seekHead, segmentHeader, type SegmentHeader } from './segment-header.js'

/** WebM with VP8: whole clusters per chunk, so the file plays up to its last whole chunk at any moment. */
export class WebmContainer implements Container {
  readonly extension = 'webm'
  readonly #format: VideoFormat
  readonly #index = new ClusterIndex()
  #header: SegmentHeader

  constructor(format: VideoFormat) {
    this.#format = format
    this.#header = segmentHeader(format, '', 0)
  }

  header(_decoderSetup: Uint8Array, comment: string): Uint8Array {
    this.#header = segmentHeader(this.#format, comment, ROOM_FOR_CHANGES)
    return this.#header.bytes
  }

  async recomment(file: AppendFile, comment: string): Promise<boolean> {
    const withRoom = (room: number) => segmentHeader(this.#format, comment, room).bytes
    const { commentOffset } = this.#header
    const space = { withRoom, smallestRoom: SMALLEST_RESERVED, commentOffset, skipped: headOfReserved }
    const bytes = await replaceHeader(file, this.#header.bytes.length, space)
    if (bytes !== undefined) this.#header = { ...this.#header, bytes }
    return bytes !== undefined
  }

  async widen(file: AppendFile, comment: string): Promise<void> {
    const header = segmentHeader(this.#format, comment, LARGE_ROOM)
    await file.replaceHead(this.#header.bytes.length, header.bytes)
    this.#header = header
  }

  chunk(frames: readonly EncodedFrame[], firstFrame: number): Uint8Array {
    const made = clusters(frames, firstFrame, this.#format.fps)
    for (const cluster of made) this.#index.add(cluster)
    return Buffer.concat(made.map(({ bytes }) => bytes))
  }

  /** Index first: it needs space, and without it the file plays as before. */
  async finish(file: AppendFile, { frames }: VideoLength): Promise<void> {
    const { bytes, segmentStart, segmentLengthOffset, durationOffset } = this.#header
    const indexOffset = file.length
    await file.append(this.#index.cues(bytes.length - segmentStart))
    await file.replace(segmentStart, seekHead(indexOffset - segmentStart))
    await file.replace(durationOffset, durationElement((frames * 1000) / this.#format.fps))
    await file.replace(segmentLengthOffset, length(file.length - segmentStart, 8))
  }
}
