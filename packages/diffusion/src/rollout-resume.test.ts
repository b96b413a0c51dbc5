import { describe, expect, test } from 'vitest'
import { fakeVideoModel } from './fake-video-model.js'
import type { LatentChunk } from './rollout-options.js'
import { latentsOf, play, rollout, settings } from './rollout-under-test.js'

describe('an interrupted rollout', () => {
  test('stops before the next pass, and inside a pass', async () => {
    for (const where of ['between', 'inside'] as const) {
      const controller = new AbortController()
      let passes = 0
      const stopAt = (count: number) => {
        if (count === 23) controller.abort(new Error('enough'))
      }
      const running = rollout({
        signal: controller.signal,
        fake: {
          observe: ({ call }) => {
            if (call !== 'pass') return
            passes++
            if (where === 'inside') stopAt(passes)
          },
        },
        onPass: () => where === 'between' && stopAt(passes),
      })
      await expect(play(running)).rejects.toThrow('enough')
      expect(passes).toBe(23)
    }
  })

  test('never asks for a chunk when it was stopped before', async () => {
    let asked = 0
    const running = rollout({
      signal: AbortSignal.abort(new Error('enough')),
      boundary: () => {
        asked++
        return settings
      },
    })
    await expect(play(running)).rejects.toThrow('enough')
    expect(asked).toBe(0)
  })

  test('goes on with the same frames, from the object itself and from its snapshot', async () => {
    const whole = latentsOf(await play(rollout()))
    for (const stopAt of [2, 21, 24, 33]) {
      let passes = 0
      const failing = rollout({
        fake: {
          observe: ({ call }) => {
            if (call === 'pass' && ++passes === stopAt) throw new Error('device lost')
          },
        },
      })
      const before: LatentChunk[] = []
      const collect = async () => {
        for await (const chunk of failing) before.push(chunk)
      }
      await expect(collect()).rejects.toThrow('device lost')
      const restored = await failing.snapshot()
      expect(latentsOf([...before, ...(await play(failing))])).toEqual(whole)
      expect(latentsOf([...before, ...(await play(rollout({ restored })))])).toEqual(whole)
    }
  })

  test('refuses to go on when the cache itself was left half changed', async () => {
    const model = fakeVideoModel()
    const running = rollout({
      model: {
        ...model,
        openDenoiser: async (options) => {
          const denoiser = await model.openDenoiser(options)
          denoiser.store.apply = () => Promise.reject(new Error('device lost'))
          return denoiser
        },
      },
    })
    await expect(play(running)).rejects.toThrow('device lost')
    await expect(running.snapshot()).rejects.toMatchObject({ code: 'broken-cache' })
    await expect(play(running)).rejects.toMatchObject({ code: 'broken-cache' })
  })
})

describe('a snapshot', () => {
  test('continues bit for bit in new objects, at every length', async () => {
    const whole = latentsOf(await play(rollout({ chunks: 40 })))
    for (const half of [1, 4, 5, 20]) {
      const first = rollout({ chunks: half })
      const played = latentsOf(await play(first))
      const restored = await first.snapshot()
      await first[Symbol.asyncDispose]()
      const second = rollout({
        chunks: 40,
        restored: { ...restored, layout: JSON.parse(JSON.stringify(restored.layout)) },
      })
      expect([...played, ...latentsOf(await play(second))]).toEqual(whole)
    }
  })

  test('can be taken again before the next chunk', async () => {
    const first = rollout({ chunks: 7 })
    await play(first)
    const snapshot = await first.snapshot()
    expect(await rollout({ restored: snapshot }).snapshot()).toEqual(snapshot)
  })

  test('goes on where an earlier version took it, which knew the weights alone', async () => {
    const first = rollout({ chunks: 3 })
    await play(first)
    const restored = { ...(await first.snapshot()), model: 'f'.repeat(64) }
    expect(await play(rollout({ chunks: 4, restored }))).toHaveLength(1)
    expect(() => rollout({ restored, fake: { sha256: '0'.repeat(64) } })).toThrow(/other weights/)
  })

  test('is refused by another model, or when it contradicts itself', async () => {
    const first = rollout({ chunks: 3 })
    await play(first)
    const restored = await first.snapshot()
    const mismatch = (message: RegExp) =>
      expect.objectContaining({ code: 'snapshot-mismatch', message: expect.stringMatching(message) })
    expect(() => rollout({ restored, fake: { identity: '0'.repeat(64) } })).toThrow(
      mismatch(/other weights or another configuration \(eeee.*, expected 0000/),
    )
    expect(() => rollout({ restored: { ...restored, nextChunk: 2 } })).toThrow(
      mismatch(/latent frame 6, expected only frames before 6/),
    )
    expect(() => rollout({ restored: { ...restored, layout: restored.layout.slice(1) } })).toThrow(
      mismatch(/8 slots, but 9/),
    )
  })
})
