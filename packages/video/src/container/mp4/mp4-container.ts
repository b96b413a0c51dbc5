import type { AppendFile } from '../append-file.js'
import type { Container, EncodedFrame, VideoFormat, VideoLength } from '../container.js'
import { LARGE_ROOM, replaceHeader, ROOM_FOR_CHANGES } from '../header-room.js'
import { fullBox, u32, u64 } from './box.js'
import { fragment } from './fragment.js'
import { movieHeader, SMALLEST_ROOM } from './movie-header.js'

/** Time scale of `mvhd`, in which the whole duration is given. */
const MOVIE_TIMESCALE = 1000

/** Fragmented MP4 with H.264: one fragment per chunk, so the file plays up to its last whole chunk at any moment. */
export class Mp4Container implements Container {
  readonly extension = 'mp4'
  readonly #format: VideoFormat
  #avcConfiguration: Uint8Array = new Uint8Array()
  #headerBytes = 0
  #durationOffset = 0
  #commentOffset = 0
  #fragments = 0

  constructor(format: VideoFormat) {
    this.#format = format
  }

  header(avcConfiguration: Uint8Array, comment: string): Uint8Array {
    this.#avcConfiguration = avcConfiguration
    const { bytes, durationOffset, commentOffset } = this.#header(comment, ROOM_FOR_CHANGES)
    this.#headerBytes = bytes.length
    this.#durationOffset = durationOffset
    this.#commentOffset = commentOffset
    return bytes
  }

  async recomment(file: AppendFile, comment: string): Promise<boolean> {
    const withRoom = (room: number) => this.#header(comment, room).bytes
    const skipped = (length: number) => Buffer.concat([u32(length), Buffer.from('free', 'latin1')])
    const space = { withRoom, smallestRoom: SMALLEST_ROOM, commentOffset: this.#commentOffset, skipped }
    const header = await replaceHeader(file, this.#headerBytes, space)
    this.#headerBytes = header?.length ?? this.#headerBytes
    return header !== undefined
  }

  async widen(file: AppendFile, comment: string): Promise<void> {
    const { bytes } = this.#header(comment, LARGE_ROOM)
    await file.replaceHead(this.#headerBytes, bytes)
    this.#headerBytes = bytes.length
  }

  chunk(frames: readonly EncodedFrame[], firstFrame: number): Uint8Array {
    this.#fragments += 1
    return fragment({ frames, firstFrame, sequence: this.#fragments })
  }

  async finish(file: AppendFile, { frames }: VideoLength): Promise<void> {
    const duration = Math.round((frames * MOVIE_TIMESCALE) / this.#format.fps)
    await file.replace(this.#durationOffset, fullBox('mehd', { version: 1 }, u64(duration)))
  }

  #header(comment: string, room: number) {
    return movieHeader(this.#format, { avcConfiguration: this.#avcConfiguration, comment, room })
  }
}
