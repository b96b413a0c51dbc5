import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { PixelFrame } from '@frameloom/tensor'
import { findFfmpeg } from '../encoder/find-ffmpeg.js'
import type { PictureSize } from '../picture/require-frame.js'
import { VideoError } from '../video-error.js'

export interface ClipRequest {
  /** Absolute path of a video file. */
  readonly path: string
  readonly size: PictureSize
  /** Pictures per second that are taken, whatever the file's own rate. */
  readonly fps: number
  /** Pictures wanted; fewer come where the video ends earlier. */
  readonly frames: number
  /** Seconds to skip. Default 0. */
  readonly start?: number
  readonly signal?: AbortSignal
}

/** Containers that hold their pictures themselves: a playlist could name other files of this machine. */
const CONTAINERS = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,mpegts,flv'

/**
 * The pictures of a video file at a rate and size of one's own, by ffmpeg; fitted like `readPicture` fits them. What is transparent
 * becomes black, where ffmpeg's decoder tells: it does for GIF and MOV, for WebM it does not.
 * @throws VideoError encoder-missing where there is no ffmpeg; damaged-file where it cannot read the file; the signal's reason
 */
export async function readClip({ path, size, fps, frames, start = 0, signal }: ClipRequest): Promise<PixelFrame[]> {
  const ffmpeg = await findFfmpeg()
  if (ffmpeg.status === 'missing') {
    throw new VideoError(
      'encoder-missing',
      `${path} is a video, which only ffmpeg reads. ${ffmpeg.reason} Pictures need no ffmpeg.`,
    )
  }
  const { width, height } = size
  // `dar` is the shape in which the video is meant to be seen, whatever the shape of its pixels.
  const covering = `scale=w='max(${width},round(${height}*dar))':h='max(${height},round(${width}/dar))'`
  const fitted = `${covering},crop=${width}:${height},format=rgba,premultiply=inplace=1`
  const input = [
    '-protocol_whitelist',
    'file',
    '-format_whitelist',
    CONTAINERS,
    '-ss',
    String(start),
    '-i',
    `file:${path}`,
  ]
  const output = ['-an', '-sn', '-vf', `fps=${fps},${fitted}`, '-frames:v', String(frames)]
  const flags = ['-v', 'error', '-nostdin', ...input, ...output, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1']
  const frameBytes = 3 * width * height
  try {
    const options = {
      encoding: 'buffer',
      maxBuffer: frames * frameBytes + frameBytes,
      ...(signal && { signal }),
    } as const
    const { stdout } = await promisify(execFile)(ffmpeg.path, flags, options)
    return Array.from({ length: Math.floor(stdout.length / frameBytes) }, (_, i) => ({
      width,
      height,
      data: Uint8Array.from(stdout.subarray(i * frameBytes, (i + 1) * frameBytes)),
    }))
  } catch (cause) {
    signal?.throwIfAborted()
    const reason = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : String(cause)
    throw new VideoError('damaged-file', `ffmpeg cannot read ${path} (${reason}): give another video.`, { cause })
  }
}
