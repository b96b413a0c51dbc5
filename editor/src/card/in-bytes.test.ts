import { expect, test } from 'vitest'
import { inBytes } from './in-bytes.js'

test('bytes are told in the unit that leaves one to three digits before the point', () => {
  const told = [0, 940, 999.4, 1000, 9940, 9960, 3_456_000, 999_600, 12_000_000_000, 5e15]
  expect(told.map(inBytes)).toEqual([
    '0 B',
    '940 B',
    '999 B',
    '1 kB',
    '9.9 kB',
    '10 kB',
    '3.5 MB',
    '1 MB',
    '12 GB',
    '5,000 TB',
  ])
})
