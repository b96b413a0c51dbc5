import { expect, test } from 'vitest'
import { clusters } from './cluster.js'

const frames = Array.from({ length: 100 }, () => ({ data: new Uint8Array(10), isKey: true }))

test('a chunk of a few seconds is one cluster, with its time', () => {
  const [only, ...others] = clusters(frames.slice(0, 12), 21, 16)
  expect(others).toEqual([])
  expect(only?.time).toBe(Math.round((21 * 1000) / 16))
})

test('a chunk that lasts longer than 16 bits of milliseconds is several clusters without a gap', () => {
  const made = clusters(frames, 0, 1)
  expect(made.map(({ time }) => time)).toEqual([0, 33_000, 66_000, 99_000])
  // Identifier and length of the cluster, then its time with identifier and length.
  const headBytes = 4 + 8 + 2 + 6
  const blockBytes = 2 + 4 + 10
  const blocks = made.reduce((sum, { bytes }) => sum + (bytes.length - headBytes) / blockBytes, 0)
  expect(blocks).toBe(frames.length)
})

test('times stay right a year into a video', () => {
  const year = 16 * 60 * 60 * 24 * 365
  const [cluster] = clusters(frames.slice(0, 1), year, 16)
  expect(cluster?.time).toBe(year * 62.5)
})
