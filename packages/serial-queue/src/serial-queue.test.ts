import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SerialQueue } from './serial-queue.js'

test('runs one task after another, in the order of the calls, whatever their outcome', async () => {
  const queue = new SerialQueue()
  const log: string[] = []
  const task = (name: string, fails = false) =>
    queue.run(async () => {
      log.push(`${name} begins`)
      await setImmediate()
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const outcomes = await Promise.allSettled([task('a'), task('b', true), task('c')])
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('is idle when everything queued has ended', async () => {
  const queue = new SerialQueue()
  let ended = false
  const running = queue.run(async () => {
    await setImmediate()
    ended = true
  })
  await queue.idle()
  expect(ended).toBe(true)
  await running
})
