import type { RunId } from '@frameloom/graph'
import type { FrameHeader, Tier } from '@frameloom/protocol'
import { encodeJpeg } from '@frameloom/video'
import type { TimedPicture } from './showing.js'

/** Longest side of a picture on a card, in pixels. */
const CARD_SIDE = 384

export interface EncodedPicture {
  readonly header: FrameHeader
  readonly jpeg: Uint8Array
}

/** A picture as viewers of one tier get it. */
export async function jpegOf(timed: TimedPicture, tier: Tier, run: RunId): Promise<EncodedPicture> {
  const { picture, node, chunk, index, seq, fps } = timed
  const size = tier === 'full' ? picture : fitted(picture)
  const { width, height } = size
  const jpeg = await encodeJpeg(picture, { quality: 80, ...(size !== picture && { size }) })
  return { header: { run, node, tier, seq, chunk, index, width, height, fps, at: Date.now() }, jpeg }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The same object where it fits already. */
function fitted(picture: Size): Size {
  const scale = CARD_SIDE / Math.max(picture.width, picture.height)
  if (scale >= 1) return picture
  const scaled = (side: number) => Math.max(1, Math.round(side * scale))
  return { width: scaled(picture.width), height: scaled(picture.height) }
}
