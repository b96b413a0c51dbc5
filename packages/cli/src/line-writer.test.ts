import { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LineWriter, ReaderGone } from './line-writer.js'

test('waits for a slow reader instead of piling up lines', async () => {
  let take: (() => void) | undefined
  const slow = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      take = done
    },
  })
  let resolved = false
  const written = new LineWriter(slow).line('one').then(() => {
    resolved = true
  })
  await setImmediate()
  expect(resolved).toBe(false)
  take?.()
  await written
  expect(resolved).toBe(true)
})

test('tells that the reader has gone, once its end of the pipe is closed', async () => {
  const closed = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    },
  })
  const out = new LineWriter(closed)
  await expect(out.line('one')).rejects.toThrow(ReaderGone)
  await expect(out.line('two')).rejects.toThrow(ReaderGone)
})

test('any other failure of the output is reported as what it is', async () => {
  const full = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC', syscall: 'write' }))
    },
  })
  await expect(new LineWriter(full).line('one')).rejects.toThrow('ENOSPC')
})
