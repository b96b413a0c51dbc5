import { openSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failureOf } from './failure.js'
import { ReaderGone } from './line-writer.js'
import { Refusal } from './refusal.js'

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

test('known errors keep their sentence and code, without a stack', () => {
  const failure = failureOf(new Refusal('document-unreadable', 'x is not a file: give one.'))
  expect(failure).toEqual({ exitCode: 1, code: 'document-unreadable', message: 'x is not a file: give one.' })
})

test('what the system refuses becomes a sentence with the path, also where it is only the cause', () => {
  const missing = thrownBy(() => openSync('/no/such/folder/file', 'r'))
  expect(failureOf(new Error('wrapped', { cause: missing }))).toMatchObject({
    exitCode: 1,
    code: 'not-found',
    message: expect.stringContaining('/no/such/folder/file'),
  })
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write', path: '/v/a.mp4' })
  expect(failureOf(full).message).toMatch(/disk is full at \/v\/a\.mp4: free some space/)
})

test('what nobody foresaw keeps its stack and asks to be reported', () => {
  const failure = failureOf(new TypeError('x is undefined'))
  expect(failure.exitCode).toBe(1)
  expect(failure.message).toMatch(/TypeError: x is undefined\n\s+at /)
  expect(failure.message).toMatch(/report/)
})

test('a reader that has gone is no failure', () => {
  expect(failureOf(new ReaderGone()).exitCode).toBe(0)
})
