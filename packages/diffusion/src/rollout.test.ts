import { attentionSink, slidingWindow, type CacheStrategy } from '@frameloom/kv-cache'
import { describe, expect, test } from 'vitest'
import { fakeVideoModel, type FakeCall } from './fake-video-model.js'
import { seededNoise } from './noise.js'
import type { PassReport } from './rollout-options.js'
import { latentsOf, play, rollout, settings, sizes } from './rollout-under-test.js'

describe('a rollout', () => {
  test('makes five passes per chunk, four to denoise and a clean one, with the schedule of the model', async () => {
    const reports: Omit<PassReport, 'output' | 'milliseconds'>[] = []
    const calls: FakeCall['call'][] = []
    await play(
      rollout({
        chunks: 6,
        fake: { observe: ({ call }) => calls.push(call) },
        onPass: ({ chunk, kind, step, timestep }) => reports.push({ chunk, kind, step, timestep }),
      }),
    )
    expect(reports).toHaveLength(30)
    expect(reports.slice(25)).toEqual([
      { chunk: 5, kind: 'denoise', step: 0, timestep: 1000 },
      { chunk: 5, kind: 'denoise', step: 1, timestep: 937.5 },
      { chunk: 5, kind: 'denoise', step: 2, timestep: (2.5 / 3) * 1000 },
      { chunk: 5, kind: 'denoise', step: 3, timestep: 625 },
      { chunk: 5, kind: 'clean', step: 4, timestep: 0 },
    ])
    const perChunk = ['place', 'pass', 'pass', 'pass', 'pass', 'pass']
    expect(calls).toEqual(['open', 'setPrompt', ...Array.from({ length: 6 }, () => perChunk).flat()])
  })

  test('gives every chunk its frames, plan, positions and times', async () => {
    const played = await play(rollout({ chunks: 8 }))
    const last = played.at(-1)
    expect(played.map(({ index, frames }) => [index, frames.start, frames.length])).toEqual(
      Array.from({ length: 8 }, (_, i) => [i, 3 * i, 3]),
    )
    expect(last?.positions).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(last?.plan.layout.map(({ kind }) => kind[0]).join('')).toBe('sssmmrrrrrrr')
    expect(last?.milliseconds.passes).toHaveLength(5)
    expect(last?.latents).toHaveLength(24)
  })

  test('tells the memory it holds: none of a cache before the first chunk, the same after every one', async () => {
    const running = rollout()
    const latents = running.byteSize
    const held = new Set<number>()
    for await (const chunk of running) held.add(running.byteSize - latents - chunk.latents.byteLength)
    const { capacity } = settings.strategy
    // 2 layers, keys and values, 4 tokens of 4 elements a slot, f32
    expect([...held]).toEqual([2 * 2 * capacity * 4 * 4 * 4])
  })

  test('leaves only clean keys and values behind every chunk', async () => {
    let noisy = 0
    const running = rollout({
      fake: {
        observe: (call) => {
          if (call.call === 'pass' && call.pass.timestep > 0) noisy++
        },
      },
    })
    for await (const { plan } of running) {
      const { store } = await running.snapshot()
      expect(store.slots).toBe(plan.layout.length)
      for (const { dtype, data } of Object.values(store.tensors)) {
        expect(dtype).toBe('f32')
        // Clean keys and values stay within 1; a noisy pass adds its timestep, at least 625.
        for (const value of data) expect(Math.abs(Number(value))).toBeLessThanOrEqual(1)
      }
    }
    expect(noisy).toBe(48)
  })

  test('gives the same frames for the same seed, others for another, whatever the length', async () => {
    const played = latentsOf(await play(rollout()))
    expect(latentsOf(await play(rollout()))).toEqual(played)
    expect(latentsOf(await play(rollout({ chunks: 5 })))).toEqual(played.slice(0, 5))
    expect(latentsOf(await play(rollout({ chunks: Infinity }), 5))).toEqual(played.slice(0, 5))
    expect(latentsOf(await play(rollout({ noise: seededNoise(2) })))[0]).not.toEqual(played[0])
  })

  test('shares nothing with another rollout of the same model, turn by turn', async () => {
    const model = fakeVideoModel()
    const alone = latentsOf(await play(rollout({ model })))
    const [left, right] = [rollout({ model }), rollout({ model, noise: seededNoise(5) })]
    const other = right[Symbol.asyncIterator]()
    const found = []
    for await (const { latents } of left) {
      found.push(latents)
      await other.next()
    }
    expect(found).toEqual(alone)
  })

  test('differs between strategies only once the cache is full', async () => {
    const strategies: CacheStrategy[] = [settings.strategy, attentionSink(sizes), slidingWindow(sizes)]
    const played = await Promise.all(
      strategies.map(async (strategy) =>
        latentsOf(await play(rollout({ boundary: () => ({ ...settings, strategy }) }))),
      ),
    )
    for (const each of played) expect(each.slice(0, 4)).toEqual(played[0]?.slice(0, 4))
    expect(new Set(played.map((each) => each[4]?.join())).size).toBe(3)
  })

  test('uses the same buffers in every chunk and keeps the cache at its capacity', async () => {
    const latents = new Set<Float32Array>()
    const into = new Set<Float32Array>()
    const opened: number[] = []
    const running = rollout({
      chunks: 200,
      fake: {
        observe: (call) => {
          if (call.call === 'open') opened.push(call.capacity)
          if (call.call !== 'pass') return
          latents.add(call.pass.latents)
          if (call.pass.into) into.add(call.pass.into)
        },
      },
    })
    for await (const { plan } of running) expect(plan.layout.length).toBeLessThanOrEqual(12)
    expect([latents.size, into.size, opened]).toEqual([1, 1, [12]])
    const { layout, store } = await running.snapshot()
    expect([layout.length, store.slots]).toEqual([12, 12])
  })

  test('runs past the end of the rotary table with online positions', async () => {
    const played = await play(rollout({ chunks: 400 }))
    expect(played.at(-1)?.frames.start).toBe(1197)
    expect(played.at(-1)?.latents.every(Number.isFinite)).toBe(true)
  })

  test('takes an x0 prediction as it is', async () => {
    const outputs: Float32Array[] = []
    const running = rollout({
      chunks: 1,
      fake: { prediction: 'x0' },
      onPass: ({ output, step }) => {
        if (step === 3 && output) outputs.push(output.slice())
      },
    })
    expect(latentsOf(await play(running))).toEqual(outputs)
  })

  test('hands over the first output as the network gave it', async () => {
    const outputs: Float32Array[] = []
    await play(rollout({ chunks: 1, onPass: ({ output }) => output && outputs.push(output.slice()) }))
    const model = fakeVideoModel()
    const denoiser = await model.openDenoiser({ capacity: 12 })
    const latents = new Float32Array(24)
    const into = new Float32Array(24)
    seededNoise(1).initial(0, latents)
    await denoiser.setPrompt(settings.prompt)
    denoiser.place({ slots: 3, chunkSlot: 0, positions: [0, 1, 2] })
    await denoiser.pass({ latents, timestep: 1000, into })
    expect(outputs[0]).toEqual(into)
  })
})
