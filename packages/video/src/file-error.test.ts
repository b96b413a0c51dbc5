import { expect, test } from 'vitest'
import { fileError } from './file-error.js'

test('a file that has outgrown its file system is not told as a folder without permission', () => {
  const error = fileError(
    Object.assign(new Error('EFBIG: file too large, write'), { code: 'EFBIG' }),
    '/v/a.mp4',
    'write',
  )
  expect(error).toMatchObject({
    code: 'file-too-large',
    message:
      "/v/a.mp4 cannot be written: the file has the largest size that its disk's file system, or the system's limit, takes; " +
      'resume, which begins a new file, or choose another disk; what was written before still plays.',
  })
})
