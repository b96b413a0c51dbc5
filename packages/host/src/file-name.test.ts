import { expect, test } from 'vitest'
import { fileNameOf } from './file-name.js'

test('a title becomes a name that every file system takes', () => {
  expect(fileNameOf('Ein Hügel: bei Nacht/2')).toBe('Ein Hügel- bei Nacht-2')
  expect(fileNameOf('x'.repeat(200))).toHaveLength(80)
})

test.each(['', '.', '..', ' .. ', '...'])("'%s' names no folder", (title) => {
  expect(fileNameOf(title)).toBe('video')
})
