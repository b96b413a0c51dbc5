import { slidingWindow } from '@frameloom/kv-cache'
import { expect, test } from 'vitest'
import { checkTrainedWindow } from './trained-window.js'

test('a window longer than the trained one is named with both lengths', () => {
  const window = (cacheFrames: number) => slidingWindow({ cacheFrames, chunkFrames: 3 })
  expect(checkTrainedWindow(window(21), { trainedFrames: 21 })).toBeUndefined()
  expect(checkTrainedWindow(window(22), { trainedFrames: 21 })).toMatchObject({
    code: 'untrained-window',
    message: expect.stringMatching(/up to 22 latent frames at once, but the model was trained on 21/),
  })
})
