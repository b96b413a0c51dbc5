import type { VideoFormat } from '../container.js'
import { element, float64, master, reserved, text, UNKNOWN_LENGTH, unsigned } from './ebml.js'

/** The only track. */
export const TRACK = 1

/** Cluster and block times are in milliseconds, the scale that the WebM guidelines ask for. */
const NANOSECONDS_PER_TICK = 1_000_000

const SEGMENT_ID = 0x18538067

/** Bytes of an element of 64 bits with a two-byte identifier: the place of the duration. */
const DURATION_BYTES = 11

/** Code points of ITU-T H.273: what WebP's conversion from RGB gives, BT.601 in the limited range, shown as sRGB. */
const BT601_MATRIX = 6
const LIMITED_RANGE = 1
const SRGB_TRANSFER = 13
const BT709_PRIMARIES = 1

export interface SegmentHeader {
  readonly bytes: Buffer
  /** Places in `bytes` that are filled in when the video is finished. */
  readonly segmentLengthOffset: number
  readonly segmentStart: number
  readonly durationOffset: number
  /** Where in `bytes` the element with the comment begins. */
  readonly commentOffset: number
}

/**
 * Everything before the first cluster of a WebM with one VP8 track (RFC 9559). The tags come before the pictures, so
 * that a file which was cut off still carries them, and last, so that the comment can grow into the room behind it.
 * @param room bytes that are kept free at the end: 0, or at least 2
 */
export function segmentHeader(format: VideoFormat, comment: string, room: number): SegmentHeader {
  const fileHeader = master(
    0x1a45dfa3,
    unsigned(0x4286, 1),
    unsigned(0x42f7, 1),
    unsigned(0x42f2, 4),
    unsigned(0x42f3, 8),
    text(0x4282, 'webm'),
    unsigned(0x4287, 4),
    unsigned(0x4285, 2),
  )
  const segmentId = Buffer.alloc(4)
  segmentId.writeUInt32BE(SEGMENT_ID)
  const segmentLengthOffset = fileHeader.length + segmentId.length
  const segmentStart = segmentLengthOffset + UNKNOWN_LENGTH.length
  const placeOfIndex = reserved(seekHead(0).length)
  const beforeInfo = [fileHeader, segmentId, UNKNOWN_LENGTH, placeOfIndex]
  const information = master(
    0x1549a966,
    unsigned(0x2ad7b1, NANOSECONDS_PER_TICK),
    text(0x4d80, 'Frameloom'),
    text(0x5741, format.createdBy),
    reserved(DURATION_BYTES),
  )
  const durationOffset = segmentStart + placeOfIndex.length + information.length - DURATION_BYTES
  const freeSpace = room === 0 ? [] : [reserved(room)]
  const beforeTags = Buffer.concat([...beforeInfo, information, track(format)])
  const bytes = Buffer.concat([beforeTags, tags(comment), ...freeSpace])
  return { bytes, segmentLengthOffset, segmentStart, durationOffset, commentOffset: beforeTags.length }
}

/** Says where, from the start of the segment, the index is; lies at the start of the segment. */
export function seekHead(indexPosition: number): Buffer {
  const cues = Buffer.from('1c53bb6b', 'hex')
  return master(0x114d9b74, master(0x4dbb, element(0x53ab, cues), unsigned(0x53ac, indexPosition, 6)))
}

/** Duration of the video in milliseconds. */
export const durationElement = (milliseconds: number): Buffer => float64(0x4489, milliseconds)

function track({ width, height, fps }: VideoFormat): Buffer {
  const video = 1
  return master(
    0x1654ae6b,
    master(
      0xae,
      unsigned(0xd7, TRACK),
      unsigned(0x73c5, TRACK),
      unsigned(0x83, video),
      unsigned(0x9c, 0),
      text(0x22b59c, 'und'),
      text(0x86, 'V_VP8'),
      unsigned(0x23e383, Math.round(1e9 / fps)),
      master(
        0xe0,
        unsigned(0xb0, width),
        unsigned(0xba, height),
        master(
          0x55b0,
          unsigned(0x55b1, BT601_MATRIX),
          unsigned(0x55b9, LIMITED_RANGE),
          unsigned(0x55ba, SRGB_TRANSFER),
          unsigned(0x55bb, BT709_PRIMARIES),
        ),
      ),
    ),
  )
}

/** The comment holds for the whole file: its targets are empty. */
function tags(comment: string): Buffer {
  const wholeFile = master(0x63c0)
  return master(0x1254c367, master(0x7373, wholeFile, master(0x67c8, text(0x45a3, 'COMMENT'), text(0x4487, comment))))
}
