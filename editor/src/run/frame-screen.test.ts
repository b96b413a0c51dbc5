import { nodeId, runId } from '@frameloom/graph'
import type { FrameHeader } from '@frameloom/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { FrameScreen } from './frame-screen.js'

const header: FrameHeader = {
  run: runId.parse('r'),
  node: nodeId.parse('preview'),
  tier: 'card',
  seq: 0,
  chunk: 0,
  index: 0,
  width: 4,
  height: 2,
  fps: 16,
  at: 0,
}

afterEach(() => vi.unstubAllGlobals())

test('a picture that is still decoded when all are forgotten comes to nobody any more', async () => {
  const decoding: { done: (bitmap: unknown) => void } = { done: () => undefined }
  const slow = new Promise((resolve) => {
    decoding.done = resolve
  })
  const closed: string[] = []
  const bitmap = (name: string) => ({ width: 4, height: 2, close: () => closed.push(name) })
  const frames: (() => void)[] = []
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw))
  const decode = vi.fn<() => Promise<unknown>>(async () => slow)
  vi.stubGlobal('createImageBitmap', decode)
  const screen = new FrameScreen()
  const seen: number[] = []
  screen.listen(({ seq }) => seen.push(seq))
  const drawn: string[] = []

  const old = screen.show({ header, jpeg: '', drawn: () => drawn.push('old') })
  screen.clear()
  decoding.done(bitmap('old'))
  await old
  expect([seen, screen.past('preview'), frames]).toEqual([[], [], []])
  expect([closed, drawn]).toEqual([['old'], ['old']])

  decode.mockResolvedValue(bitmap('next'))
  await screen.show({ header: { ...header, seq: 1 }, jpeg: '', drawn: () => drawn.push('next') })
  for (const draw of frames) draw()
  expect(seen).toEqual([1])
  expect(screen.aspects.getState().of.get('preview')).toBe(2)
  expect(drawn).toEqual(['old', 'next'])
})
