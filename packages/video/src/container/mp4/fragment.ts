import type { EncodedFrame } from '../container.js'
import { box, fullBox, u32, u64 } from './box.js'
import { TICKS_PER_FRAME } from './movie-header.js'

/** Flags of `tfhd`: offsets count from this `moof`; the duration of every picture is given here. */
const BASE_IS_MOOF = 0x020000
const HAS_DURATION = 0x000008

/** Flags of `trun`: where the data begins, then size and flags of each picture. */
const HAS_OFFSET = 0x000001
const HAS_SIZES = 0x000200
const HAS_FLAGS = 0x000400

/** Flags of a picture: depends on no other, or depends on others and is no place to start. */
const KEY_PICTURE = 0x02000000
const OTHER_PICTURE = 0x01010000

const TRACK = 1

export interface Fragment {
  readonly frames: readonly EncodedFrame[]
  /** Number in the video of the first of `frames`, from 0. */
  readonly firstFrame: number
  /** Number of the fragment, from 1. */
  readonly sequence: number
}

/** `moof` and `mdat` of some pictures (ISO/IEC 14496-12, 8.8.4 to 8.8.12): plays behind the header and what precedes it. */
export function fragment({ frames, firstFrame, sequence }: Fragment): Buffer {
  const pictures = u32(...frames.flatMap(({ data, isKey }) => [data.length, isKey ? KEY_PICTURE : OTHER_PICTURE]))
  const moof = (dataOffset: number) =>
    box(
      'moof',
      fullBox('mfhd', {}, u32(sequence)),
      box(
        'traf',
        fullBox('tfhd', { flags: BASE_IS_MOOF | HAS_DURATION }, u32(TRACK, TICKS_PER_FRAME)),
        fullBox('tfdt', { version: 1 }, u64(firstFrame * TICKS_PER_FRAME)),
        fullBox('trun', { flags: HAS_OFFSET | HAS_SIZES | HAS_FLAGS }, u32(frames.length, dataOffset), pictures),
      ),
    )
  const mdatHeaderBytes = 8
  return Buffer.concat([moof(moof(0).length + mdatHeaderBytes), box('mdat', ...frames.map(({ data }) => data))])
}
