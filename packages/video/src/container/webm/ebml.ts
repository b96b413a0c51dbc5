/** An element of RFC 8794: identifier, length (in `lengthBytes` bytes), content. */
export function element(id: number, content: Uint8Array, lengthBytes = shortestLength(content.length)): Buffer {
  return Buffer.concat([identifier(id), length(content.length, lengthBytes), content])
}

/** An element whose content is other elements. */
export function master(id: number, ...children: readonly Uint8Array[]): Buffer {
  return element(id, Buffer.concat(children))
}

/** An unsigned number in `bytes` bytes, up to 6; a fixed width keeps the place of what follows. */
export function unsigned(id: number, value: number, bytes = Math.max(1, Math.ceil(Math.log2(value + 1) / 8))): Buffer {
  const content = Buffer.alloc(bytes)
  content.writeUIntBE(value, 0, bytes)
  return element(id, content)
}

export function float64(id: number, value: number): Buffer {
  const content = Buffer.alloc(8)
  content.writeDoubleBE(value)
  return element(id, content)
}

export function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value))
}

const VOID = 0xec

/** Bytes of an empty element that readers skip. */
export const SMALLEST_RESERVED = 2

/** Space of `bytes` bytes in all, at least 2, that readers skip and another element can take later. */
export function reserved(bytes: number): Buffer {
  const lengthBytes = bytes <= 128 ? 1 : 8
  return element(VOID, new Uint8Array(bytes - 1 - lengthBytes), lengthBytes)
}

/** The beginning of such space of more than 128 bytes. */
export const headOfReserved = (bytes: number): Buffer => Buffer.concat([identifier(VOID), length(bytes - 9, 8)])

/** The length of an element, in a field of `bytes` bytes whose first bits tell how many they are. */
export function length(value: number, bytes: number): Buffer {
  const field = Buffer.alloc(8)
  field.writeBigUInt64BE(BigInt(value) | (1n << BigInt(7 * bytes)))
  return field.subarray(8 - bytes)
}

/** Stands for a length that is not known yet, in 8 bytes. */
export const UNKNOWN_LENGTH = Buffer.from('01ffffffffffffff', 'hex')

/** All bits set means "unknown", so that value needs one byte more. */
function shortestLength(value: number): number {
  let bytes = 1
  while (value >= 2 ** (7 * bytes) - 1) bytes += 1
  return bytes
}

function identifier(id: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(id)
  return bytes.subarray(Math.clz32(id) >> 3)
}
