/** Content of a box: bytes, nested boxes, or text in Latin-1. */
type Part = Uint8Array | string

/** A box of ISO/IEC 14496-12: its length and its four-letter type, then its content. */
export function box(type: string, ...parts: readonly Part[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  return Buffer.concat([u32(8 + content.length), Buffer.from(type, 'latin1'), content])
}

/** A box that begins with one byte of version and three bytes of flags. */
export function fullBox(type: string, { version = 0, flags = 0 }, ...parts: readonly Part[]): Buffer {
  return box(type, u32(version * 2 ** 24 + flags), ...parts)
}

/** Unsigned 16-bit numbers, big-endian. */
export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index))
  return bytes
}

/** Unsigned 32-bit numbers, big-endian. */
export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index))
  return bytes
}

/** An unsigned 64-bit number, big-endian. */
export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}
