import type { FrameDecoder, VideoModel } from '@frameloom/diffusion'
import { Refusal } from '../../refusal.js'
import type { StartSettings } from '../videos/open-video.js'

/** What all long videos of a benchmark have in common. */
export interface HourSettings extends StartSettings {
  readonly start: 'scene'
  /** Length of a video. */
  readonly minutes: number
  /** Every how many chunks two pictures of the minutes between the first and the last are looked at. */
  readonly every: number
}

/** What says how long a chunk is. */
interface Timing {
  readonly model: { readonly geometry: Pick<VideoModel['geometry'], 'chunkFrames'> }
  readonly decoder: Pick<FrameDecoder, 'fps' | 'framesPerLatent'>
}

/** The minutes of a long video, and which of its chunks are looked at. */
export interface HourLength {
  readonly chunks: number
  readonly minutes: number
  /** Minute in which a chunk begins, from 0. */
  readonly minuteOf: (chunk: number) => number
  /** All that were made of the first and of the last minute, and some of those between. */
  readonly looksAt: (chunk: number) => boolean
}

/** @throws Refusal `inputs-invalid` where the whole first minute is given, so that nothing would be compared */
export function hourLength({ minutes, given, every }: HourSettings, { model, decoder }: Timing): HourLength {
  const framesPerChunk = decoder.framesPerLatent * model.geometry.chunkFrames
  const framesPerMinute = 60 * decoder.fps
  const minuteOf = (chunk: number) => Math.floor((chunk * framesPerChunk) / framesPerMinute)
  if (minuteOf(given) > 0) {
    throw new Refusal(
      'inputs-invalid',
      `${given} chunks are given, and the first minute has ${Math.ceil(framesPerMinute / framesPerChunk)}: give fewer with --given.`,
    )
  }
  return {
    chunks: Math.ceil((minutes * framesPerMinute) / framesPerChunk),
    minutes,
    minuteOf,
    looksAt(chunk) {
      const minute = minuteOf(chunk)
      return chunk >= given && (minute === 0 || minute === minutes - 1 || chunk % every === 0)
    },
  }
}
