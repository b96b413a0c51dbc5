import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlvStream } from './flv-stream.js'

const tag = (type: number, content: readonly number[]): Buffer =>
  Buffer.from([type, 0, 0, content.length, 0, 0, 0, 0, 0, 0, 0, ...content, 0, 0, 0, content.length + 11])

const stream = Buffer.concat([
  Buffer.from('FLV\x01\x01\0\0\0\x09\0\0\0\0', 'latin1'),
  tag(18, [2, 0, 10]),
  tag(9, [0x17, 0, 0, 0, 0, 1, 100, 0]),
  tag(9, [0x17, 1, 0, 0, 0, 7, 7, 7]),
  tag(9, [0x27, 1, 0, 0, 0, 8]),
  tag(9, [0x17, 2, 0, 0, 0]),
])

const packets = [
  { kind: 'setup', data: Buffer.from([1, 100, 0]) },
  { kind: 'picture', data: Buffer.from([7, 7, 7]), isKey: true },
  { kind: 'picture', data: Buffer.from([8]), isKey: false },
]

test('a stream gives the same packets in pieces of any length', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (lengths) => {
      const reader = new FlvStream()
      const found = []
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const end = at + (lengths[turn % lengths.length] ?? 1)
        found.push(...reader.push(stream.subarray(at, end)))
        at = end
      }
      expect(found).toEqual(packets)
    }),
  )
})

test('a packet is given out as soon as its last byte is there', () => {
  const reader = new FlvStream()
  const endOfFirstPicture = stream.length - 21 - 20
  expect(reader.push(stream.subarray(0, endOfFirstPicture - 1))).toEqual(packets.slice(0, 1))
  expect(reader.push(stream.subarray(endOfFirstPicture - 1, endOfFirstPicture))).toEqual(packets.slice(1, 2))
})
