/** One field of an encoded message: a signed 64-bit integer, a 32-bit float, or the bytes of a text or message. */
export interface Field {
  readonly field: number
  readonly value: bigint | number | Uint8Array
}

/** Takes an encoded protobuf message apart, one level deep. Written from the specification, independently of the writer. */
export function readMessage(bytes: Uint8Array): Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: Field[] = []
  let at = 0
  function varint(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++)
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = Number(varint())
    const field = key >>> 3
    switch (key & 7) {
      case 0:
        fields.push({ field, value: BigInt.asIntN(64, varint()) })
        break
      case 2: {
        const length = Number(varint())
        fields.push({ field, value: Uint8Array.from(bytes.subarray(at, at + length)) })
        at += length
        break
      }
      case 5:
        fields.push({ field, value: view.getFloat32(at, true) })
        at += 4
        break
      default:
        throw new Error(`Wire type ${key & 7} at byte ${at} is not one that ONNX models use.`)
    }
  }
  return fields
}
