import { Refusal } from '../../refusal.js'
import type { VideoSettings } from './play-video.js'

/** How long each video of a comparison is. */
export interface VideoLength {
  readonly chunks: number
  /** Latent frames of them all: no fewer than were asked for. */
  readonly frames: number
  /** Chunks that are given, not made. */
  readonly given: number
}

/**
 * The whole chunks that the frames asked for take.
 * @throws Refusal `inputs-invalid` where nothing of the last quarter would be made and looked at, of which the table tells
 */
export function videoLength(settings: VideoSettings, chunkFrames: number): VideoLength {
  const { frames, start, every } = settings
  const chunks = Math.ceil(frames / chunkFrames)
  const given = start === 'scene' ? settings.given : 0
  const made = chunks - given
  const lastLook = Math.floor((made - 1) / every) * every
  if (made > 0 && 4 * lastLook >= 3 * made) return { chunks, frames: chunks * chunkFrames, given }
  const found = `${frames} latent frames are ${chunks} chunks, ${given} of them given`
  throw new Refusal(
    'inputs-invalid',
    made > 0
      ? `${found}, and a look every ${every} of the others sees none of the last quarter: ask for more --frames, or look more often with --every.`
      : `${found}, so there is nothing left to make: ask for more --frames, or for fewer --given.`,
  )
}
