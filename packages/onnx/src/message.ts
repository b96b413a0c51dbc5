/** How a protobuf field's value is laid out (https://protobuf.dev/programming-guides/encoding). */
const WIRE = { varint: 0, bytes: 2, fixed32: 5 } as const

/** One protobuf message under construction. Fields keep the order in which they are added. */
export class Message {
  readonly #parts: Uint8Array[] = []
  #length = 0

  /** A signed or unsigned integer field; negative values take the ten bytes of their 64-bit two's complement. */
  int(field: number, value: number | bigint): this {
    return this.#varint((field << 3) | WIRE.varint).#varint(value)
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    return this.#varint((field << 3) | WIRE.fixed32).#append(bytes)
  }

  /** A field of raw bytes; they are kept, not copied, until `finish`. */
  bytes(field: number, value: Uint8Array): this {
    return this.#varint((field << 3) | WIRE.bytes)
      .#varint(value.length)
      .#append(value)
  }

  /** A UTF-8 text field. */
  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value))
  }

  /** A field that holds another message. */
  message(field: number, value: Message): this {
    this.#varint((field << 3) | WIRE.bytes).#varint(value.#length)
    for (const part of value.#parts) this.#append(part)
    return this
  }

  /** The encoded message. */
  finish(): Uint8Array {
    return Buffer.concat(this.#parts, this.#length)
  }

  #varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value))
    const bytes: number[] = []
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
    bytes.push(Number(rest))
    return this.#append(Uint8Array.from(bytes))
  }

  #append(part: Uint8Array): this {
    this.#parts.push(part)
    this.#length += part.length
    return this
  }
}
