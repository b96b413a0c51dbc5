import type { VideoFormat } from '../container/container.js'
import { timescale, TICKS_PER_FRAME } from '../container/mp4/movie-header.js'

/** Seconds between two pictures at which a player can start. */
const SECONDS_PER_KEY_PICTURE = 2

/**
 * Arguments for ffmpeg: raw RGB in, H.264 out, **every picture out before the next one goes in**. `zerolatency` gives
 * up the encoder's look-ahead and pictures that depend on later ones. FLV is the envelope because each of its packets
 * has its length in front and leaves at once; ffmpeg's MP4 writer would hold each picture back until the next one.
 * One encoder thread: the generator needs the others, and the file is the same on every machine.
 */
export function h264Arguments({ width, height, fps }: Pick<VideoFormat, 'width' | 'height' | 'fps'>): string[] {
  const groups = [
    '-hide_banner -nostats -loglevel error -probesize 32 -analyzeduration 0',
    `-f rawvideo -pixel_format rgb24 -video_size ${width}x${height}`,
    `-framerate ${timescale(fps)}/${TICKS_PER_FRAME} -i pipe:0`,
    '-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
    '-c:v libx264 -preset veryfast -tune zerolatency -crf 18 -threads 1',
    `-g ${Math.ceil(SECONDS_PER_KEY_PICTURE * fps)}`,
    '-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv',
    '-f flv -flvflags no_duration_filesize -flush_packets 1 pipe:1',
  ]
  return groups.join(' ').split(' ')
}
