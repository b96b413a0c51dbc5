import { expect, test } from 'vitest'
import { outcomeLines } from './outcome.js'

test('names every file that was written, the video as such', () => {
  const files = ['out/a.mp4', 'out/second.mp4', 'out/picture.png']
  const lines = outcomeLines({
    type: 'outcome',
    status: 'finished',
    files,
    video: 'out/a.mp4',
    chunks: 2,
    firstChunk: 0,
    frames: 24,
    seconds: 2,
    checkpoint: 'out/a.checkpoint.safetensors',
  })
  expect(lines.slice(1)).toEqual([
    'Video: out/a.mp4',
    'Also: out/second.mp4',
    'Also: out/picture.png',
    'Checkpoint: out/a.checkpoint.safetensors (continue with --resume)',
  ])
})
