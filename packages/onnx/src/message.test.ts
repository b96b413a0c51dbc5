import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Message } from './message.js'
import { type Field, readMessage } from './testing/read-message.js'

const field = fc.integer({ min: 1, max: 2 ** 20 })

describe('a message', () => {
  /* Bytes from the protobuf encoding guide. */
  test('encodes the examples of the protobuf documentation', () => {
    expect([...new Message().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01])
    expect([...new Message().text(2, 'testing').finish()]).toEqual([0x12, 0x07, ...Buffer.from('testing')])
    expect([...new Message().message(3, new Message().int(1, 150)).finish()]).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01])
    expect([...new Message().int(1, -2).finish()]).toEqual([0x08, 0xfe, ...Array.from({ length: 8 }, () => 0xff), 0x01])
  })

  test('reads back as what was written', () => {
    const part = fc.oneof(
      fc.record({ field, int: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
      fc.record({ field, text: fc.string({ unit: 'grapheme' }) }),
      fc.record({ field, bytes: fc.uint8Array() }),
      fc.record({ field, float: fc.float({ noNaN: true }) }),
    )
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (outer, inner) => {
        const write = (parts: typeof outer) => {
          const message = new Message()
          for (const one of parts) {
            if ('int' in one) message.int(one.field, one.int)
            else if ('text' in one) message.text(one.field, one.text)
            else if ('bytes' in one) message.bytes(one.field, one.bytes)
            else message.float(one.field, one.float)
          }
          return message
        }
        const expected = (parts: typeof outer): Field[] =>
          parts.map((one) => {
            if ('int' in one) return { field: one.field, value: one.int }
            if ('text' in one) return { field: one.field, value: Uint8Array.from(Buffer.from(one.text)) }
            if ('bytes' in one) return { field: one.field, value: Uint8Array.from(one.bytes) }
            return { field: one.field, value: one.float }
          })
        const read = readMessage(write(outer).message(7, write(inner)).finish())
        const last = read.pop()
        expect(read).toEqual(expected(outer))
        expect(last?.field).toBe(7)
        expect(last?.value).toBeInstanceOf(Uint8Array)
        expect(readMessage(last?.value as Uint8Array)).toEqual(expected(inner))
      }),
    )
  })
})
