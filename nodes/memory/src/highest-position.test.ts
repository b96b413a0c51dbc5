import { fakeVideoModel } from '@frameloom/diffusion/testing'
import { expect, test } from 'vitest'
import { highestPosition } from './highest-position.js'

const model = fakeVideoModel({ geometry: { trainedFrames: 21, rotaryPositions: 40 } })

test('the newest frame stays where it is asked to, or at the end of what the model was trained on', () => {
  expect([0, 1, 39].map((asked) => highestPosition(asked, model))).toEqual([20, 1, 39])
})

test('a position behind the rotary table is refused before the run begins, not when the video gets there', () => {
  expect(() => highestPosition(40, model)).toThrow(
    expect.objectContaining({
      code: 'position-table-end',
      message:
        'The highest position is 40, but the rotary table of fake ends at 39: lower it; 0 takes the last position the model was trained on, 20.',
    }),
  )
})
