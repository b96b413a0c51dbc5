import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/test-studio.js'
import { holdLock, lockHolder } from './process-lock.js'

test('a lock is held by the process that noted itself, until it gives it back', async () => {
  const path = join(await temporaryFolder(), 'lock.json')
  expect(await lockHolder(path)).toBeUndefined()
  const lock = await holdLock(path)
  expect(await lockHolder(path)).toBe(process.pid)
  await lock[Symbol.asyncDispose]()
  expect(await lockHolder(path)).toBeUndefined()
})

test('nobody holds the lock of a process that is gone, of one that another has the number of, or of none', async () => {
  const path = join(await temporaryFolder(), 'lock.json')
  const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(gone, 'exit')
  for (const text of [
    JSON.stringify({ pid: gone.pid, began: '', at: Date.now() }),
    JSON.stringify({ pid: process.pid, began: 'long ago', at: Date.now() }),
    JSON.stringify({ pid: 0 }),
    '{"pid":',
    '',
  ]) {
    await writeFile(path, text)
    expect([text, await lockHolder(path)]).toEqual([text, undefined])
  }
})
