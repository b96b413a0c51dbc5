import { expect, test } from 'vitest'
import type { VideoSettings } from './play-video.js'
import { videoLength } from './video-length.js'

const lengthOf = (changes: Partial<VideoSettings>) =>
  videoLength({ frames: 480, start: 'scene', given: 2, cacheFrames: 12, sinkFrames: 3, every: 8, ...changes }, 3)

test('counts whole chunks', () => {
  expect(lengthOf({})).toEqual({ chunks: 160, frames: 480, given: 2 })
  expect(lengthOf({ frames: 118 })).toEqual({ chunks: 40, frames: 120, given: 2 })
})

test('refuses videos of which nothing would be measured', () => {
  expect(() => lengthOf({ frames: 8, given: 5 })).toThrow(
    '8 latent frames are 3 chunks, 5 of them given, so there is nothing left',
  )
  expect(() => lengthOf({ frames: 8, given: 3 })).toThrow('nothing left to make')
  expect(() => lengthOf({ frames: 8, given: 2, every: 1 })).toThrow('sees none of the last quarter')
  expect(() => lengthOf({ frames: 30, given: 2 })).toThrow('a look every 8 of the others sees none of the last quarter')
  expect(lengthOf({ frames: 18, every: 1 })).toMatchObject({ chunks: 6 })
  expect(lengthOf({ frames: 12, every: 1, start: 'noise', given: 5 })).toMatchObject({ chunks: 4, given: 0 })
})
