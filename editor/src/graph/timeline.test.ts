import { expect, test } from 'vitest'
import { chain } from './document.fixture.js'
import { addCue, cues, editCue, removeCue } from './timeline.js'

const document = chain('a>b')
const cue = (chunk: number) => ({ chunk, node: 'a', param: 'text', value: `at ${chunk}` })

test('lists cues by chunk, whatever their order in the document', () => {
  const timed = addCue(cue(4))(addCue(cue(9))(document))
  expect(cues(timed).map(({ entry, index }) => [entry.chunk, index])).toEqual([
    [4, 1],
    [9, 0],
  ])
})

test('changes one cue and leaves the others', () => {
  const timed = editCue(0, (entry) => ({ ...entry, chunk: 2 }))(addCue(cue(4))(addCue(cue(9))(document)))
  expect(timed.timeline?.map(({ chunk }) => chunk)).toEqual([2, 4])
})

test('removing the last cue gives the document back as it was', () => {
  expect(removeCue(0)(addCue(cue(1))(document))).toEqual(document)
})

test('takes no cue for a node that is not there', () => {
  expect(addCue({ ...cue(1), node: 'gone' })(document)).toBe(document)
})
