import { nodeId, type ShownChunk } from '@frameloom/graph'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Showing, type TimedPicture } from './showing.js'

const FPS = 10
const picture = { width: 1, height: 1, data: new Uint8Array(3) }

const chunkOf = (chunk: number, rest: Partial<ShownChunk> = {}): ShownChunk => ({
  node: nodeId.parse('preview'),
  chunk,
  pictures: [picture, picture, picture, picture],
  fps: FPS,
  ahead: 2,
  signal: new AbortController().signal,
  ...rest,
})

// The clock is the test's own, so that a slow machine changes nothing.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const shown: TimedPicture[] = []
  const showing = new Showing((timed) => shown.push(timed))
  showing.watch(true)
  return { shown, showing }
}

/** Whether a promise has resolved by now. */
async function settled(promise: Promise<void>): Promise<boolean> {
  const waiting = Symbol('waiting')
  await vi.advanceTimersByTimeAsync(0)
  return (await Promise.race([promise, Promise.resolve(waiting)])) !== waiting
}

describe('pictures of a node', () => {
  test('keep their distance after a pause too', async () => {
    const { shown, showing } = watched()
    await showing.show(chunkOf(0))
    await vi.advanceTimersByTimeAsync(5000)
    await showing.show(chunkOf(1))
    await vi.advanceTimersByTimeAsync(50)
    expect(shown).toHaveLength(5)
    await vi.advanceTimersByTimeAsync(60)
    expect(shown).toHaveLength(6)
  })

  test('are shown in order and at the speed of playback', async () => {
    const { shown, showing } = watched()
    await showing.show(chunkOf(0))
    await showing.show(chunkOf(1))
    await vi.advanceTimersByTimeAsync(1)
    expect(shown).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(398)
    expect(shown.map(({ index }) => index)).toEqual([0, 1, 2, 3])
    await vi.advanceTimersByTimeAsync(401)
    expect(shown.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('hold the next chunk back while as many wait as may', async () => {
    const { shown, showing } = watched()
    await showing.show(chunkOf(0))
    await vi.advanceTimersByTimeAsync(1)
    await showing.show(chunkOf(1))
    const third = showing.show(chunkOf(2))
    expect(await settled(third)).toBe(false)
    // Chunk 0 lasts 400 ms; then chunk 1 begins, and one chunk waits.
    await vi.advanceTimersByTimeAsync(398)
    expect(await settled(third)).toBe(false)
    await vi.advanceTimersByTimeAsync(2)
    expect(await settled(third)).toBe(true)
    expect(shown.at(-1)?.chunk).toBe(1)
  })

  test('hold nothing back while nobody watches, and are then shown from the newest on', async () => {
    const shown: TimedPicture[] = []
    const showing = new Showing((timed) => shown.push(timed))
    for (let chunk = 0; chunk < 100; chunk++) await showing.show(chunkOf(chunk))
    expect(shown).toEqual([])
    expect(showing.latest).toMatchObject({ chunk: 99, index: 3, seq: 399 })
    showing.watch(true)
    await showing.show(chunkOf(100))
    await vi.advanceTimersByTimeAsync(1)
    expect(shown.map(({ chunk }) => chunk)).toEqual([100])
  })

  test('let the model go when the last viewer leaves', async () => {
    const { showing } = watched()
    for (const chunk of [0, 1]) await showing.show(chunkOf(chunk))
    await vi.advanceTimersByTimeAsync(1)
    const held = showing.show(chunkOf(2))
    expect(await settled(held)).toBe(false)
    showing.watch(false)
    expect(await settled(held)).toBe(true)
    expect(showing.latest).toMatchObject({ chunk: 2, index: 3 })
  })

  test('are all shown before the last of them is waited for', async () => {
    const { shown, showing } = watched()
    for (const chunk of [0, 1]) await showing.show(chunkOf(chunk))
    const drained = showing.drained()
    await vi.advanceTimersByTimeAsync(700)
    expect(await settled(drained)).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(await settled(drained)).toBe(true)
    expect(shown).toHaveLength(8)
  })

  test('let the model go when the run is aborted', async () => {
    const { showing } = watched()
    const abort = new AbortController()
    for (const chunk of [0, 1]) await showing.show(chunkOf(chunk))
    await vi.advanceTimersByTimeAsync(1)
    const held = showing.show(chunkOf(2, { signal: abort.signal }))
    abort.abort()
    await expect(held).resolves.toBeUndefined()
  })

  test('are at most thirty a second, evenly, however fast the model is', async () => {
    const { shown, showing } = watched()
    for (let chunk = 0; chunk < 100; chunk++) {
      await showing.show(chunkOf(chunk, { ahead: 0 }))
      // 80 pictures a second.
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(shown.length).toBeGreaterThan(90)
    expect(shown.length).toBeLessThanOrEqual(5 * 30 + 1)
    expect(new Set(shown.map(({ index }) => index).slice(5))).toEqual(new Set([0, 3]))
  })

  test('of a model that never waits come at its speed, the newest chunk first', async () => {
    const { shown, showing } = watched()
    for (let chunk = 0; chunk < 10; chunk++) {
      await showing.show(chunkOf(chunk, { ahead: 0 }))
      // Twice as fast as playback.
      await vi.advanceTimersByTimeAsync(200)
    }
    expect(shown.at(-1)?.chunk).toBe(9)
    // Of 40 pictures, the first chunk is shown at the speed of playback, before the model's own is known.
    expect(shown.length).toBeGreaterThan(35)
  })
})
