import { expect, test } from 'vitest'
import { LocalQueue } from './local-queue.js'
import type { Turn } from './run-queue.js'

function person(queue: LocalQueue, device = 'cpu') {
  const leaving = new AbortController()
  const positions: number[] = []
  const turn: { given?: Turn } = {}
  const entered = queue
    .enter({ device, onPosition: (position) => positions.push(position), signal: leaving.signal })
    .then((given) => {
      turn.given = given
    })
  return {
    entered,
    positions,
    leave: () => leaving.abort(new Error('left')),
    done: () => turn.given?.[Symbol.dispose](),
  }
}

test('gives a device to one run at a time, in the order in which they came', async () => {
  const queue = new LocalQueue()
  const [first, second, third] = [person(queue), person(queue), person(queue)]
  await first.entered
  expect([first.positions, second.positions, third.positions]).toEqual([[], [1], [2]])
  first.done()
  await second.entered
  expect(third.positions).toEqual([2, 1])
  second.done()
  await third.entered
  expect(queue.states()).toEqual([{ device: 'cpu', running: 1, waiting: 0 }])
})

test('lets devices go on side by side', async () => {
  const queue = new LocalQueue()
  await Promise.all([person(queue, 'cpu').entered, person(queue, 'cuda').entered])
  expect(queue.states().map(({ running }) => running)).toEqual([1, 1])
})

test('moves up who waits behind one that leaves', async () => {
  const queue = new LocalQueue()
  const [first, second, third] = [person(queue), person(queue), person(queue)]
  await first.entered
  second.leave()
  await expect(second.entered).rejects.toThrow('left')
  expect(third.positions).toEqual([2, 1])
})

test('gives a device on once, however often it is given back', async () => {
  const queue = new LocalQueue()
  const [first, second] = [person(queue), person(queue)]
  await first.entered
  first.done()
  first.done()
  await second.entered
  expect(queue.states()).toEqual([{ device: 'cpu', running: 1, waiting: 0 }])
})
