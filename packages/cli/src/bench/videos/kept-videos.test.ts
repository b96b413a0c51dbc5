import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { KeptVideos, scoresByQuarter } from './kept-videos.js'
import { VideoOrigin } from './video-origin.js'

const SETTINGS = { frames: 9, start: 'noise', given: 1, cacheFrames: 6, sinkFrames: 3, every: 1 } as const
const VIDEO = { seed: 4, prompt: 'red', scores: { identity: { whole: 0.5, quarters: [0.5, null] } } }

/** Of a model with these fingerprints, in a folder of its own or in `folder`. */
async function keptBy(identity: string, folder?: string) {
  const place = folder ?? (await mkdtemp(join(tmpdir(), 'frameloom-kept-')))
  if (folder === undefined) onTestFinished(() => rm(place, { recursive: true }))
  const fingerprints = { model: { sha256: 'weights', identity }, decoder: { sha256: 'decoder' } }
  return {
    folder: place,
    kept: new KeptVideos({ folder: place, score: scoresByQuarter }, new VideoOrigin(SETTINGS, fingerprints)),
  }
}

test('a video is refused where the same weights are another network', async () => {
  const { folder, kept } = await keptBy('velocity')
  await kept.write('memrope', VIDEO)
  expect(await (await keptBy('velocity', folder)).kept.read('memrope', 4)).toEqual(VIDEO)
  await expect((await keptBy('x0', folder)).kept.read('memrope', 4)).rejects.toThrow(
    /scored with network velocity, now it is x0: give another --out/,
  )
})

test('a video that an earlier version kept, which knew the weights alone, stays valid', async () => {
  const { folder, kept } = await keptBy('velocity')
  const settings = { ...SETTINGS, model: 'weights', decoder: 'decoder' }
  const path = join(folder, 'videos', 'memrope', '4.json')
  await mkdir(join(folder, 'videos', 'memrope'), { recursive: true })
  await writeFile(path, JSON.stringify({ settings, ...VIDEO }))
  expect(await kept.read('memrope', 4)).toEqual(VIDEO)
  await writeFile(path, (await readFile(path, 'utf8')).replace('weights', 'others'))
  await expect(kept.read('memrope', 4)).rejects.toThrow(/scored with model others/)
})
