import { openDevice } from '@frameloom/runtime'
import type { PixelFrame } from '@frameloom/tensor'
import { drawScene, loadTinyWorld, sceneLatents } from '@frameloom/tiny-world'
import { expect, test } from 'vitest'
import { type WatchedChunk, WatchedPictures } from './watched-pictures.js'

const CHUNKS = 5

test('decodes the chunks before and at every look, which then hardly differ from those of the whole video', async () => {
  await using device = await openDevice('cpu', { threads: 1 })
  await using world = await loadTinyWorld({ device })
  const { decoder, model } = world
  const { chunkFrames, latent } = model.geometry
  const latents = sceneLatents(drawScene(2), { count: CHUNKS * chunkFrames, ...latent })
  const size = latents.length / CHUNKS
  const chunkOf = (chunk: number) => latents.subarray(chunk * size, (chunk + 1) * size)
  await using whole = await decoder.open()
  const all: PixelFrame[] = []
  for (let chunk = 0; chunk < CHUNKS; chunk++) all.push(...(await whole.decode(chunkOf(chunk))))

  await using pictures = new WatchedPictures(decoder, chunkFrames, (chunk) => chunk === 1 || chunk === 4)
  const seen = new Map<number, WatchedChunk>()
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const watched = await pictures.next(chunk, chunkOf(chunk), new AbortController().signal)
    if (watched) seen.set(chunk, watched)
  }
  const parts = [...seen.values()]
  expect(parts.map(({ chunk, first, frames }) => [chunk, first, frames.length])).toEqual([
    [0, 0, 9],
    [1, 9, 12],
    [3, 36, 9],
    [4, 45, 12],
  ])
  const apart = (chunk: number) =>
    (seen.get(chunk)?.frames ?? []).map((frame, i) => decibels(frame, all[(seen.get(chunk)?.first ?? 0) + i]))
  expect(Math.min(...apart(1))).toBe(Infinity)
  expect(Math.min(...apart(4))).toBeGreaterThan(45)
})

/** Peak signal-to-noise ratio: Infinity for equal frames. */
function decibels({ data }: PixelFrame, other: PixelFrame | undefined): number {
  const squares = data.reduce((sum, value, i) => sum + (value - (other?.data[i] ?? 0)) ** 2, 0)
  return 10 * Math.log10(255 ** 2 / (squares / data.length))
}
