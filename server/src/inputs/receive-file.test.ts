import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/test-studio.js'
import { receiveFile } from './receive-file.js'

test('a file is received for as long as something of it comes, and given up when nothing does', async () => {
  const folder = await temporaryFolder()
  const place = (name: string) => ({ path: join(folder, name), most: 1000, silenceMs: 1000 })
  const slow = new PassThrough()
  const received = receiveFile(slow, place('slow'))
  for (let part = 0; part < 12; part++) {
    slow.write('part')
    await sleep(100)
  }
  slow.end()
  await expect(received).resolves.toMatchObject({ bytes: 48 })
  expect(await readFile(join(folder, 'slow'), 'utf8')).toBe('part'.repeat(12))

  const silent = new PassThrough()
  silent.write('part')
  await expect(receiveFile(silent, place('silent'))).rejects.toMatchObject({
    error: { code: 'malformed', message: expect.stringContaining('nothing arrived for 1 s') },
  })
  expect(silent.destroyed).toBe(true)
})
