import { expect, test } from 'vitest'
import { copied, pasted } from './clipboard.js'
import { chain } from './document.fixture.js'
import { placeNodes } from './edits.js'
import { freeShift, overlapping } from './overlapping.js'

const sizeOf = () => ({ width: 200, height: 100 })
const places = new Map([
  ['a', { x: 0, y: 0 }],
  ['b', { x: 300, y: 0 }],
])
const document = placeNodes(places)(chain('a>b'))

test('sees whether two cards lie on each other', () => {
  expect(overlapping(document, sizeOf)).toBe(false)
  expect(overlapping(chain('a>b'), sizeOf)).toBe(true)
})

test('copies of one node, made one after the other, lie on no card', () => {
  let copies = document
  for (let count = 0; count < 4; count++) {
    const ids = new Set(['a'])
    const shift = freeShift(copies, ids, { sizeOf, step: 32 })
    expect(shift % 32).toBe(0)
    copies = pasted(copies, copied(copies, ids), { shift })?.document ?? copies
  }
  expect(copies.nodes).toHaveLength(6)
  expect(overlapping(copies, sizeOf)).toBe(false)
})
