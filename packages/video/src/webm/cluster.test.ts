import { expect, test } from 'vitest'
import { CLUSTER_PREFIX_BYTES, clusterPrefix, clusters } from './cluster.js'

const frames = Array.from({ length: 100 }, () => ({ data: new Uint8Array(10), isKey: true }))

test('a chunk of a few seconds is one cluster, with its time and its length in front', () => {
  const [only, ...others] = clusters(frames.slice(0, 12), 21, 16)
  expect(others).toEqual([])
  expect(clusterPrefix(only?.subarray(0, CLUSTER_PREFIX_BYTES) ?? Buffer.alloc(0))).toEqual({
    bytes: only?.length,
    time: Math.round((21 * 1000) / 16),
  })
})

test('a chunk that lasts longer than 16 bits of milliseconds is several clusters without a gap', () => {
  const made = clusters(frames, 0, 1)
  expect(made.map((cluster) => clusterPrefix(cluster).time)).toEqual([0, 33_000, 66_000, 99_000])
  const blockBytes = 2 + 4 + 10
  const blocks = made.reduce((sum, cluster) => sum + (cluster.length - CLUSTER_PREFIX_BYTES) / blockBytes, 0)
  expect(blocks).toBe(frames.length)
})

test('times stay right a year into a video', () => {
  const year = 16 * 60 * 60 * 24 * 365
  const [cluster] = clusters(frames.slice(0, 1), year, 16)
  expect(clusterPrefix(cluster ?? Buffer.alloc(0)).time).toBe(year * 62.5)
})
