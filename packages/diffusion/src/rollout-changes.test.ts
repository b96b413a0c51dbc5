import { absolutePositions, full, growThenCapPositions, memrope, slidingWindow } from '@frameloom/kv-cache'
import { describe, expect, test } from 'vitest'
import type { FakeCall } from './fake-video-model.js'
import type { ChunkSettings } from './rollout-options.js'
import { latentsOf, play, prompt, rollout, settings, sizes } from './rollout-under-test.js'

describe('settings that change at a chunk boundary', () => {
  const changing = (at: number, later: Partial<ChunkSettings>) => (chunk: number) =>
    chunk < at ? settings : { ...settings, ...later }

  test('compute a prompt once, however long it holds', async () => {
    const prompts: string[] = []
    const observe = (call: FakeCall) => {
      if (call.call === 'setPrompt') prompts.push(call.prompt.text)
    }
    const bear = prompt('a bear')
    const played = latentsOf(await play(rollout({ fake: { observe }, boundary: changing(6, { prompt: bear }) })))
    expect(prompts).toEqual(['a fox', 'a bear'])
    const without = latentsOf(await play(rollout()))
    expect(played.slice(0, 6)).toEqual(without.slice(0, 6))
    expect(played[6]).not.toEqual(without[6])
  })

  test('take other rates from the next chunk on', async () => {
    const faster = memrope({ ...sizes, longRate: 0.5, shortRate: 0.9 })
    const played = latentsOf(await play(rollout({ boundary: changing(7, { strategy: faster }) })))
    const without = latentsOf(await play(rollout()))
    expect(played.slice(0, 7)).toEqual(without.slice(0, 7))
    expect(played[7]).not.toEqual(without[7])
  })

  test('swap the strategy in place while it needs no more slots', async () => {
    const opened: number[] = []
    const observe = (call: FakeCall) => {
      if (call.call === 'open') opened.push(call.capacity)
    }
    const smaller = slidingWindow({ cacheFrames: 9, chunkFrames: 3 })
    const played = await play(rollout({ fake: { observe }, boundary: changing(7, { strategy: smaller }) }))
    expect(played.at(7)?.plan.layout.map((content) => content.kind !== 'memory' && content.frame)).toEqual([
      15, 16, 17, 18, 19, 20, 21, 22, 23,
    ])
    expect(opened).toEqual([12])
  })

  test('move the cache into a larger one when a strategy needs more slots, and release the old one', async () => {
    const calls: string[] = []
    const observe = (call: FakeCall) => {
      if (call.call === 'open') calls.push(`open ${call.capacity}`)
      if (call.call === 'dispose' || call.call === 'setPrompt') calls.push(call.call)
    }
    const window = (cacheFrames: number) => slidingWindow({ cacheFrames, chunkFrames: 3 })
    const boundary = (chunk: number) => ({ ...settings, strategy: window(chunk < 6 ? 9 : 15) })
    const grown = latentsOf(await play(rollout({ fake: { observe }, boundary })))
    expect(calls).toEqual(['open 9', 'setPrompt', 'open 15', 'dispose', 'setPrompt'])
    const roomy = (chunk: number) => ({
      ...settings,
      strategy: chunk < 6 ? { ...window(9), capacity: 15 } : window(15),
    })
    expect(grown).toEqual(latentsOf(await play(rollout({ boundary: roomy }))))
  })

  test('refuse folding with absolute positions, and positions behind the rotary table, before anything has changed', async () => {
    const absolute = { positions: absolutePositions(1024) }
    const running = rollout({ boundary: changing(5, absolute) })
    await expect(play(running)).rejects.toMatchObject({ code: 'memory-needs-online-positions' })
    expect((await running.snapshot()).nextChunk).toBe(5)
    const short = { fake: { geometry: { rotaryPositions: 13 } } }
    const capped = { ...short, boundary: () => ({ ...settings, positions: growThenCapPositions(20) }) }
    await expect(play(rollout(capped))).rejects.toMatchObject({
      code: 'position-table-end',
      message: expect.stringContaining('ends at 12'),
    })
    const window = { ...absolute, strategy: slidingWindow(sizes) }
    await expect(play(rollout({ chunks: 400, boundary: () => ({ ...settings, ...window }) }))).rejects.toMatchObject({
      code: 'position-table-end',
    })
  })

  test('refuse a full cache that has run out, and a prompt of another model', async () => {
    const boundary = () => ({ ...settings, strategy: full(sizes) })
    await expect(play(rollout({ boundary }))).rejects.toMatchObject({ code: 'cache-full' })
    const foreign = { ...settings.prompt, rows: new Float32Array(7) }
    await expect(play(rollout({ boundary: () => ({ ...settings, prompt: foreign }) }))).rejects.toMatchObject({
      code: 'prompt-mismatch',
      message: expect.stringMatching(/"a fox" is embedded in 7 numbers, but the model reads 2 rows of 3 = 6/),
    })
  })
})
