/** A video packet of an FLV stream (Adobe FLV specification 10.1, E.4.3): H.264 in the length-prefixed form of MP4. */
export type FlvPacket =
  | { readonly kind: 'setup'; readonly data: Buffer }
  | { readonly kind: 'picture'; readonly data: Buffer; readonly isKey: boolean }

/** File header, and the length of the tag before the first one (none: 0). */
const STREAM_HEADER_BYTES = 9 + 4

/** Type, length of the content, time, stream number; behind the content comes the tag's length again. */
const TAG_HEADER_BYTES = 11
const TAG_TRAILER_BYTES = 4

const VIDEO_TAG = 9
const KEY_PICTURE = 1
const AVC_SETUP = 0
const AVC_PICTURE = 1

/** Codec and kind of picture, packet type, and 3 bytes of delay before showing (always 0 here). */
const VIDEO_HEADER_BYTES = 5

/** Cuts an FLV stream, which arrives in pieces of any length, into its video packets. */
export class FlvStream {
  #unread: Buffer = Buffer.alloc(0)
  #headerBytesLeft = STREAM_HEADER_BYTES

  /** The packets that `piece` completes. */
  push(piece: Buffer): FlvPacket[] {
    const skipped = Math.min(this.#headerBytesLeft, piece.length)
    this.#headerBytesLeft -= skipped
    const bytes = Buffer.concat([this.#unread, piece.subarray(skipped)])
    const packets: FlvPacket[] = []
    let at = 0
    while (at + TAG_HEADER_BYTES <= bytes.length) {
      const contentStart = at + TAG_HEADER_BYTES
      const contentEnd = contentStart + bytes.readUIntBE(at + 1, 3)
      if (contentEnd + TAG_TRAILER_BYTES > bytes.length) break
      const packet = bytes[at] === VIDEO_TAG ? videoPacket(bytes.subarray(contentStart, contentEnd)) : undefined
      if (packet !== undefined) packets.push(packet)
      at = contentEnd + TAG_TRAILER_BYTES
    }
    this.#unread = bytes.subarray(at)
    return packets
  }
}

function videoPacket(content: Buffer): FlvPacket | undefined {
  const data = content.subarray(VIDEO_HEADER_BYTES)
  if (content[1] === AVC_SETUP) return { kind: 'setup', data }
  if (content[1] === AVC_PICTURE) return { kind: 'picture', data, isKey: content.readUInt8(0) >> 4 === KEY_PICTURE }
  return undefined
}
