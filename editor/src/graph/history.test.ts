import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commit, type History, MOST_STEPS, redo, startHistory, undo } from './history.js'

const times = <T>(count: number, step: (value: T) => T, start: T): T =>
  Array.from({ length: count }).reduce<T>((value) => step(value), start)

test('undoing everything and redoing everything gives the present back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 30 }), fc.nat(40), (values, back) => {
      const made = values.reduce((history: History<number>, value) => commit(history, value), startHistory(-1))
      expect(times(back, redo, times(back, undo, made)).present).toBe(made.present)
    }),
  )
})

test('the changes of one gesture are one step', () => {
  const slid = [2, 3, 4].reduce((history, value) => commit(history, value, 'slide'), startHistory(1))
  expect(slid.present).toBe(4)
  expect(undo(slid).present).toBe(1)
  const again = commit(undo(slid), 9, 'slide')
  expect(undo(again).present).toBe(1)
})

test('a change after an undo forgets what was undone', () => {
  const changed = commit(undo(commit(startHistory('a'), 'b')), 'c')
  expect(redo(changed).present).toBe('c')
})

test('forgets the oldest steps, so that it never grows with a day of work', () => {
  const long = times(MOST_STEPS * 2, (history) => commit(history, history.present + 1), startHistory(0))
  expect(long.past).toHaveLength(MOST_STEPS)
})
