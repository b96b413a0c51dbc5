import type { VideoFormat } from '../container.js'
import { box, fullBox, u16, u32 } from './box.js'

/** Ticks per picture. With a time scale of 1000 times the rate, rates of up to three decimals are exact. */
export const TICKS_PER_FRAME = 1000

/** Box types and sizes: the place that `mehd` takes when the video is finished (length, type, version, 64 bits). */
export const DURATION_BOX_BYTES = 20

/** Bytes of an empty `free` box. */
export const SMALLEST_ROOM = 8

/** No rotation, no scaling: 16.16 fixed point, the last column 2.30. */
const UNITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

/** Code points of ITU-T H.273 for BT.709: primaries, transfer, matrix; then a cleared bit: limited range. */
const BT709 = Buffer.concat([u16(1, 1, 1), Buffer.from([0])])

/** The language code of "undetermined", three letters of five bits each. */
const UNDETERMINED = 0x55c4

export interface MovieHeaderParts {
  /** Content of `avcC`. */
  readonly avcConfiguration: Uint8Array
  readonly comment: string
  /** Bytes that are kept free at the end: 0, or at least `SMALLEST_ROOM`. */
  readonly room: number
}

export interface MovieHeader {
  readonly bytes: Buffer
  /** Where in `bytes` the free space is that becomes the duration. */
  readonly durationOffset: number
  /** Where in `bytes` the box with the comment begins. */
  readonly commentOffset: number
}

/**
 * `ftyp` and `moov` of a fragmented MP4 with one H.264 track (ISO/IEC 14496-12, 8.8, and 14496-15). The comment
 * lies here, so that a file which was cut off still carries it, and last, so that it can grow into the room behind it.
 */
export function movieHeader(format: VideoFormat, { avcConfiguration, comment, room }: MovieHeaderParts): MovieHeader {
  const userData = box('udta', metadata(format, comment))
  const bytes = Buffer.concat([
    box('ftyp', 'iso5', u32(512), 'iso5iso6avc1mp41'),
    box(
      'moov',
      fullBox(
        'mvhd',
        {},
        u32(0, 0, 1000, 0, 0x10000),
        u16(0x100, 0),
        u32(0, 0),
        UNITY_MATRIX,
        new Uint8Array(24),
        u32(2),
      ),
      track(format, avcConfiguration),
      box('mvex', box('free', new Uint8Array(DURATION_BOX_BYTES - 8)), fullBox('trex', {}, u32(1, 1, 0, 0, 0))),
      userData,
      ...(room === 0 ? [] : [box('free', new Uint8Array(room - SMALLEST_ROOM))]),
    ),
  ])
  const commentOffset = bytes.length - room - userData.length
  return { bytes, durationOffset: bytes.indexOf('mvex', 0, 'latin1') + 4, commentOffset }
}

function track({ width, height, fps }: VideoFormat, avcConfiguration: Uint8Array): Buffer {
  const isEnabledInMovie = 3
  const dataInThisFile = 1
  return box(
    'trak',
    fullBox(
      'tkhd',
      { flags: isEnabledInMovie },
      u32(0, 0, 1, 0, 0, 0, 0),
      u16(0, 0, 0, 0),
      UNITY_MATRIX,
      u32(width * 0x10000, height * 0x10000),
    ),
    box(
      'mdia',
      fullBox('mdhd', {}, u32(0, 0, timescale(fps), 0), u16(UNDETERMINED, 0)),
      fullBox('hdlr', {}, u32(0), 'vide', new Uint8Array(12), 'Video\0'),
      box(
        'minf',
        fullBox('vmhd', { flags: 1 }, u16(0, 0, 0, 0)),
        box('dinf', fullBox('dref', {}, u32(1), fullBox('url ', { flags: dataInThisFile }))),
        box(
          'stbl',
          fullBox('stsd', {}, u32(1), sampleEntry({ width, height }, avcConfiguration)),
          fullBox('stts', {}, u32(0)),
          fullBox('stsc', {}, u32(0)),
          fullBox('stsz', {}, u32(0, 0)),
          fullBox('stco', {}, u32(0)),
        ),
      ),
    ),
  )
}

/** `avc1`: data reference 1, 72 dots per inch, one picture per sample, 24 bits deep. */
function sampleEntry({ width, height }: Pick<VideoFormat, 'width' | 'height'>, avcConfiguration: Uint8Array): Buffer {
  const dotsPerInch = 72 * 0x10000
  return box(
    'avc1',
    new Uint8Array(6),
    u16(1),
    new Uint8Array(16),
    u16(width, height),
    u32(dotsPerInch, dotsPerInch, 0),
    u16(1),
    new Uint8Array(32),
    u16(24, 0xffff),
    box('avcC', avcConfiguration),
    box('colr', 'nclx', BT709),
  )
}

/** The iTunes form of metadata, which players show and other programs keep when they copy the video. */
function metadata({ createdBy }: VideoFormat, comment: string): Buffer {
  const item = (type: string, text: string) => box(type, box('data', u32(1, 0), Buffer.from(text)))
  return fullBox(
    'meta',
    {},
    fullBox('hdlr', {}, u32(0), 'mdirappl', new Uint8Array(9)),
    box('ilst', item('©cmt', comment), item('©too', createdBy)),
  )
}

/** Ticks per second. */
export const timescale = (fps: number): number => Math.round(fps * TICKS_PER_FRAME)
