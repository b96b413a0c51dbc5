import { rm } from 'node:fs/promises'
import { type Capsule, carriedText } from '../capsule/capsule.js'
import type { VideoFormat } from '../container/container.js'
import { Mp4Container } from '../container/mp4/mp4-container.js'
import { WebmContainer } from '../container/webm/webm-container.js'
import { chooseEncoder, type EncoderName } from '../encoder/choose-encoder.js'
import { H264Encoder } from '../encoder/h264-encoder.js'
import { Vp8Encoder } from '../encoder/vp8-encoder.js'
import { isSide } from '../picture/require-frame.js'
import { VideoError } from '../video-error.js'
import { ChunkWriter } from './chunk-writer.js'
import { createNumberedFile } from './create-numbered-file.js'
import type { VideoWriter } from './video-writer.js'

export interface VideoOptions {
  /** Where to write. An extension .mp4 or .webm is replaced by that of the encoder; an existing video is kept. */
  readonly path: string
  /** Pixels, even: both codecs keep colour at half the resolution. */
  readonly width: number
  readonly height: number
  /** Frames per second, above 0 and at most 240; three decimals count. */
  readonly fps: number
  /**
   * Gives what travels in the video and in the JSON file beside it. Asked again after each chunk and at the end: the file
   * beside it then follows, and at the end the video. A document that has changed is another object. One of more than 4 MiB is in the
   * file beside the video only.
   */
  readonly capsule: () => Capsule
  /** `auto` where left out: ffmpeg (H.264 in MP4) where it is installed, otherwise webp (VP8 in WebM). */
  readonly encoder?: EncoderName | 'auto'
  /** Aborting it makes the pending and all later writes reject with its reason. */
  readonly signal?: AbortSignal
}

const HIGHEST_RATE = 240

/**
 * Begins a video. Close or dispose of the writer.
 * @throws VideoError invalid-option, invalid-capsule, encoder-missing, not-writable, disk-full
 */
export async function openVideo(options: VideoOptions): Promise<VideoWriter> {
  const { path, width, height, fps, capsule, encoder: wanted = 'auto', signal } = options
  requireOptions(options)
  const first = capsule()
  const comment = carriedText(first)
  const format: VideoFormat = { width, height, fps, createdBy: first.createdBy }
  signal?.throwIfAborted()
  const choice = await chooseEncoder(wanted)
  const container = choice.name === 'ffmpeg' ? new Mp4Container(format) : new WebmContainer(format)
  const file = await createNumberedFile(path, container.extension)
  const encoder = choice.name === 'ffmpeg' ? new H264Encoder(choice.executable, format) : new Vp8Encoder()
  const video = { encoder, container, file, format, capsule, comment, signal }
  const writer = new ChunkWriter({ encoderName: choice.name, ...video })
  try {
    await writer.begin()
  } catch (error) {
    await encoder[Symbol.asyncDispose]()
    await file[Symbol.asyncDispose]()
    await rm(file.path, { force: true })
    throw error
  }
  return writer
}

/** All problems at once. */
function requireOptions({ path, width, height, fps }: VideoOptions): void {
  const problems: string[] = []
  for (const [name, pixels] of Object.entries({ width, height })) {
    if (!isSide(pixels) || pixels % 2 !== 0)
      problems.push(`its ${name} is ${pixels} (give an even whole number of pixels)`)
  }
  if (!(fps >= 0.001 && fps <= HIGHEST_RATE)) problems.push(`its fps is ${fps} (give a rate up to ${HIGHEST_RATE})`)
  if (problems.length > 0) {
    throw new VideoError('invalid-option', `The video ${path} cannot be written: ${problems.join(', ')}.`)
  }
}
