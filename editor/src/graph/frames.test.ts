import { expect, test } from 'vitest'
import { chain } from './document.fixture.js'
import { editFrame, frameAround, frameBoxes, moveFrame, nodesInside, removeFrame, resizeFrame } from './frames.js'

const size = () => ({ width: 200, height: 100 })
const document = chain('a>b', 'b>c')
const framed = frameAround(new Set(['a', 'b']), size)(document)

function only() {
  const [box] = frameBoxes(framed)
  if (box === undefined) throw new Error('there is no frame')
  return box
}

test('a frame holds the nodes it was drawn around', () => {
  const inside = nodesInside(framed, only(), size)
  expect(inside.has('a') && inside.has('b')).toBe(true)
})

test('a moved frame takes its nodes along, however often it is moved', () => {
  const inside = { nodes: new Set(['a', 'b']), points: new Set<string>() }
  const { x, y } = only()
  const once = moveFrame(only(), { x: x + 5, y: y + 7 }, inside)(framed)
  const twice = moveFrame(only(), { x: x + 50, y: y + 70 }, inside)(once)
  expect(twice.nodes.map(({ position }) => position)).toEqual([
    { x: 50, y: 70 },
    { x: 60, y: 70 },
    { x: 20, y: 0 },
  ])
})

test('frames without a place are kept and not shown', () => {
  const strange = { ...document, frames: [{ id: 'theirs', color: 'red' }] }
  expect(frameBoxes(strange)).toEqual([])
  expect(frameAround(new Set(['a']), size)(strange).frames?.[0]).toEqual({ id: 'theirs', color: 'red' })
})

test('removing the only frame gives the document back as it was', () => {
  expect(removeFrame('frame-1')(framed)).toEqual(document)
})

test('a frame that is left as it is leaves the very document', () => {
  const { id, title, x, y, width, height } = only()
  const inside = { nodes: new Set(['a', 'b']), points: new Set<string>() }
  expect(editFrame(id, { title })(framed)).toBe(framed)
  expect(moveFrame(only(), { x, y }, inside)(framed)).toBe(framed)
  expect(resizeFrame(id, { width, height })(framed)).toBe(framed)
  expect(editFrame('gone', { title: 'New' })(framed)).toBe(framed)
  expect(editFrame(id, { title: 'New' })(framed).frames).toEqual([{ ...only(), title: 'New' }])
})

test('a frame keeps a size that a hand can hold', () => {
  const [smallest] = frameBoxes(resizeFrame(only().id, { width: -40, height: 0 })(framed))
  expect([smallest?.width, smallest?.height]).toEqual([120, 120])
})
