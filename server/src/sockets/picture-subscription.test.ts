import { nodeId, runId } from '@frameloom/graph'
import { FRAME_CREDIT } from '@frameloom/protocol'
import { expect, test, vi } from 'vitest'
import type { Picture } from '../runs/broadcast.js'
import { PictureSubscription } from './picture-subscription.js'

const face = { run: runId.parse('r'), node: nodeId.parse('n'), tier: 'card' as const, chunk: 0, index: 0 }

function pictureOf(seq: number): Picture {
  return { header: { ...face, seq, width: 1, height: 1, fps: 16, at: 0 }, jpeg: new Uint8Array() }
}

function viewer() {
  const sent: number[] = []
  const drawn: (() => void)[] = []
  let [gone, back] = [0, 0]
  const subscription = new PictureSubscription({
    tier: 'card',
    send: ({ header }, done) => {
      sent.push(header.seq)
      drawn.push(done)
    },
    onGone: () => gone++,
    onBack: () => back++,
  })
  return { subscription, sent, draw: () => drawn.shift()?.(), gone: () => gone, back: () => back }
}

test('a viewer that draws gets every picture', () => {
  const { subscription, sent, draw } = viewer()
  for (let seq = 0; seq < 50; seq++) {
    subscription.offer(pictureOf(seq))
    draw()
  }
  expect(sent).toEqual(Array.from({ length: 50 }, (_, seq) => seq))
})

test('a slow viewer has two pictures on their way, and then gets the newest only', () => {
  const { subscription, sent, draw } = viewer()
  for (let seq = 0; seq < 10; seq++) subscription.offer(pictureOf(seq))
  expect(sent).toEqual([0, 1])
  expect(sent).toHaveLength(FRAME_CREDIT)
  draw()
  expect(sent).toEqual([0, 1, 9])
  draw()
  expect(sent).toEqual([0, 1, 9])
  subscription.offer(pictureOf(10))
  expect(sent).toEqual([0, 1, 9, 10])
})

test('a viewer that needs long for a picture has one on its way at a time', () => {
  vi.useFakeTimers()
  try {
    const { subscription, sent, draw } = viewer()
    for (const seq of [0, 1, 2]) subscription.offer(pictureOf(seq))
    vi.advanceTimersByTime(500)
    draw()
    expect(sent).toEqual([0, 1])
    draw()
    expect(sent).toEqual([0, 1, 2])
    subscription.offer(pictureOf(3))
    expect(sent).toEqual([0, 1, 2])
    vi.advanceTimersByTime(100)
    draw()
    subscription.offer(pictureOf(4))
    expect(sent).toEqual([0, 1, 2, 3, 4])
  } finally {
    vi.useRealTimers()
  }
})

test('a viewer that draws nothing for half a minute is none any more, until it draws again', () => {
  vi.useFakeTimers()
  try {
    const { subscription, sent, draw, gone, back } = viewer()
    for (let seq = 0; seq < 29; seq++) {
      subscription.offer(pictureOf(seq))
      vi.advanceTimersByTime(1000)
    }
    expect(gone()).toBe(0)
    for (let seq = 29; seq < 60; seq++) {
      subscription.offer(pictureOf(seq))
      vi.advanceTimersByTime(1000)
    }
    expect(gone()).toBe(1)
    expect(sent).toEqual([0, 1])
    expect(back()).toBe(0)
    draw()
    expect(back()).toBe(1)
    expect(sent).toHaveLength(2)
    draw()
    subscription.offer(pictureOf(60))
    expect(sent).toEqual([0, 1, 60])
    expect([gone(), back()]).toEqual([1, 1])
  } finally {
    vi.useRealTimers()
  }
})
