import { attentionSink, memrope, slidingWindow } from '@frameloom/kv-cache'
import { describe, expect, test } from 'vitest'
import type { FakeCall } from './fake-video-model.js'
import type { FirstLatents } from './first-latents.js'
import type { LatentChunk } from './rollout-options.js'
import { latentsOf, play, rollout, settings, sizes } from './rollout-under-test.js'

/** Numbers of a fake model's chunk: 3 frames of 2 x 2 x 2. */
const CHUNK = 24

function joined(chunks: readonly LatentChunk[]): Float32Array {
  const whole = new Float32Array(chunks.length * CHUNK)
  for (const [i, { latents }] of chunks.entries()) whole.set(latents, i * CHUNK)
  return whole
}

const shape = { channels: 2, height: 2, width: 2 }

/** Of the fake model's size. */
const first = (latents: Float32Array): FirstLatents => ({ latents, shape })

/** What belongs to a chunk whoever made its latents. */
const bookkeeping = (chunks: readonly LatentChunk[]) =>
  chunks.map(({ index, frames, plan, positions }) => ({ index, frames, plan, positions }))

describe('a rollout that starts from given latents', () => {
  test.each([1, 2, 5, 7])('goes on from %i chunks as if it had made them', async (given) => {
    for (const strategy of [
      settings.strategy,
      memrope({ ...sizes, longRate: 0.5, shortRate: 0.9 }),
      slidingWindow(sizes),
      attentionSink(sizes),
    ]) {
      const boundary = () => ({ ...settings, strategy })
      const made = await play(rollout({ boundary }))
      const started = await play(rollout({ boundary, firstLatents: first(joined(made.slice(0, given))) }))
      expect(latentsOf(started)).toEqual(latentsOf(made))
      expect(bookkeeping(started)).toEqual(bookkeeping(made))
      expect(started.map((chunk) => chunk.given)).toEqual(Array.from({ length: 12 }, (_, i) => i < given))
    }
  })

  test('hands the given latents out unchanged, and lets them decide what follows', async () => {
    const given = Float32Array.from({ length: 2 * CHUNK }, (_, i) => Math.sin(i))
    const started = await play(rollout({ firstLatents: first(given), chunks: 4 }))
    expect(joined(started.slice(0, 2))).toEqual(given)
    const others = await play(rollout({ firstLatents: first(given.map((value) => -value)), chunks: 4 }))
    expect(others[2]?.latents).not.toEqual(started[2]?.latents)
  })

  test('runs only the clean pass over them', async () => {
    const timesteps: number[] = []
    const reports: unknown[] = []
    const observe = (call: FakeCall) => {
      if (call.call === 'pass') timesteps.push(Math.round(call.pass.timestep))
    }
    const played = await play(
      rollout({
        fake: { observe },
        firstLatents: first(new Float32Array(2 * CHUNK)),
        chunks: 3,
        onPass: ({ chunk, kind, step }) => reports.push([chunk, kind, step]),
      }),
    )
    expect(timesteps).toEqual([0, 0, 1000, 938, 833, 625, 0])
    expect(reports.slice(0, 3)).toEqual([
      [0, 'clean', 0],
      [1, 'clean', 0],
      [2, 'denoise', 0],
    ])
    expect(played.map(({ milliseconds }) => milliseconds.passes.length)).toEqual([1, 1, 5])
  })

  test('counts them as part of the video', async () => {
    const firstLatents = first(new Float32Array(3 * CHUNK))
    expect(await play(rollout({ firstLatents, chunks: 3 }))).toHaveLength(3)
    expect(await play(rollout({ firstLatents, chunks: 2 }))).toHaveLength(2)
    expect(await play(rollout({ firstLatents, chunks: 5 }))).toHaveLength(5)
  })

  test.each([1, 3, 4, 8])('goes on from a snapshot after %i chunks bit for bit', async (half) => {
    const firstLatents = first(Float32Array.from({ length: 4 * CHUNK }, (_, i) => Math.cos(i)))
    const whole = latentsOf(await play(rollout({ firstLatents })))
    const begun = rollout({ firstLatents, chunks: half })
    const before = latentsOf(await play(begun))
    const second = rollout({ firstLatents, restored: await begun.snapshot() })
    expect([...before, ...latentsOf(await play(second))]).toEqual(whole)
  })

  test.each([
    { channels: 2, height: 1, width: 4 },
    { channels: 4, height: 2, width: 1 },
    { channels: 2, height: 2, width: 4 },
  ])('is refused with latents of another size, also where they are as many numbers: %o', (other) => {
    const firstLatents = { latents: new Float32Array(2 * CHUNK), shape: other }
    expect(() => rollout({ firstLatents })).toThrow(
      expect.objectContaining({
        code: 'latents-mismatch',
        message: expect.stringMatching(
          /cannot start from latent frames of . x . x ., expected 2 x 2 x 2 .*own encoder/,
        ),
      }),
    )
  })

  test('is refused with latents that are not whole chunks', () => {
    expect(() => rollout({ firstLatents: first(new Float32Array(CHUNK + 8)) })).toThrow(
      expect.objectContaining({
        code: 'latents-mismatch',
        message: expect.stringMatching(/from 32 latent numbers: give whole chunks of 3 x 2 x 2 x 2 = 24/),
      }),
    )
  })
})
