import { expect, test } from 'vitest'
import { inBytes } from './in-bytes.js'

test('bytes are told in the unit that leaves one to four digits before the point', () => {
  const told = [0, 940, 1023.4, 1024, 10_180, 10_200, 3.5 * 2 ** 20, 2 ** 20 - 1, 12 * 2 ** 30, 5000 * 2 ** 40]
  expect(told.map(inBytes)).toEqual([
    '0 B',
    '940 B',
    '1,023 B',
    '1 KiB',
    '9.9 KiB',
    '10 KiB',
    '3.5 MiB',
    '1 MiB',
    '12 GiB',
    '5,000 TiB',
  ])
})
