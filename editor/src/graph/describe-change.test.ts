import { expect, test } from 'vitest'
import { describeChange } from './describe-change.js'
import { chain } from './document.fixture.js'
import { renameNode } from './edits.js'
import { editFrame, frameAround, moveFrame, removeFrame } from './frames.js'

const document = chain('a>b')
const framed = frameAround(new Set(['a']), () => ({ width: 200, height: 100 }))(document)

test('says what was done to a frame, or with it to the nodes in it', () => {
  expect(describeChange(document, framed)).toBe('add a frame')
  expect(describeChange(framed, editFrame('frame-1', { title: 'New' })(framed))).toBe('change a frame')
  expect(describeChange(framed, removeFrame('frame-1')(framed))).toBe('remove a frame')
  const box = { id: 'frame-1', title: 'Frame', x: 0, y: 0, width: 300, height: 200 }
  const moved = moveFrame(box, { x: 50, y: 50 }, { nodes: new Set(['a', 'b']), points: new Set() })(framed)
  expect(describeChange(framed, moved)).toBe('move 2 nodes')
})

test('says that a node was renamed', () => {
  expect(describeChange(document, renameNode('a', 'Mine')(document))).toBe('rename')
})
