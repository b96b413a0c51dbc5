import fc from 'fast-check'
import { expect, test } from 'vitest'
import { storedName } from './stored-name.js'

const digest = '0123456789abcdef'.repeat(4)

test.each([
  ['sea at night.PNG', 'sea-at-night.0123456789abcdef.png'],
  ['märchen.final.png', 'märchen-final.0123456789abcdef.png'],
  ['../../etc/passwd', 'passwd.0123456789abcdef.png'],
  ['..\\..\\boot.ini', 'boot.0123456789abcdef.png'],
  ['a\nb\0c.png', 'a-b-c.0123456789abcdef.png'],
  ['.htaccess', 'file.0123456789abcdef.png'],
  ['', 'file.0123456789abcdef.png'],
])('%j is kept as %j', (sent, kept) => {
  expect(storedName(sent, digest, 'image/png')).toBe(kept)
})

test('any name becomes one that every file system takes, on a line of its own, in no folder', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })), (sent) => {
      const kept = storedName(sent, digest, 'video/mp4')
      expect(kept).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*\.[0-9a-f]{16}\.mp4$/u)
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(255)
    }),
    { numRuns: 300 },
  )
})
