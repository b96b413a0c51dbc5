import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openDevice } from '@frameloom/runtime'
import type { PixelFrame } from '@frameloom/tensor'
import { embeddedVocabulary, loadTinyWorld, sceneLatents, sceneOfPrompt, tinyWorldFiles } from '@frameloom/tiny-world'
import { encodePng, findFfmpeg, readCapsule } from '@frameloom/video'
import { expect, test } from 'vitest'
import { frameloom, jsonLines } from './frameloom.js'
import { smallModel } from './small-model.js'

type Model = Awaited<ReturnType<typeof smallModel>>

/** Digests of the sampler's chunks, in order, and what the node said of itself. */
async function play(model: Model, ...args: readonly string[]) {
  const ended = await frameloom(...model.run, ...args)
  expect(ended).toMatchObject({ status: 0, err: '' })
  const lines = jsonLines(ended)
  const of = (type: string, node: string) => lines.filter((line) => line['type'] === type && line['node'] === node)
  return {
    digests: of('chunk-finished', 'sampler').map((line) => String(line['digest'])),
    told: of('node-status', 'first').map((line) => String(line['text'])),
    outcome: lines.at(-1) ?? {},
  }
}

async function refused(model: Model): Promise<string> {
  const ended = await frameloom(...model.run)
  expect(ended.status).toBe(1)
  return ended.err
}

/** Digests of the chunks that the model's own encoder makes of pictures. */
async function encoded({ model }: Model, frames: readonly PixelFrame[]): Promise<string[]> {
  await using device = await openDevice('cpu', { threads: 1 })
  await using world = await loadTinyWorld({ device, folder: model })
  await using encoder = await world.frameEncoder.load()
  await using stream = await encoder.open()
  return digests(await stream.encode(frames))
}

/** Of the chunks of latents [n, 16, 2, 4]. */
function digests(latents: Float32Array): string[] {
  const size = 3 * 16 * 2 * 4
  return Array.from({ length: latents.length / size }, (_, i) =>
    createHash('sha256')
      .update(latents.slice(i * size, (i + 1) * size))
      .digest('hex'),
  )
}

const plain = (value: number): PixelFrame => ({ width: 32, height: 16, data: new Uint8Array(3 * 32 * 16).fill(value) })

test('a scene is the first chunks of the video, which goes on from it', async () => {
  await using model = await smallModel({
    words: 'world',
    firstFrames: { scene: 'white cone snow', seed: 4, chunks: 2 },
  })
  await using fromNoise = await smallModel({ words: 'world' })
  const started = await play(model)
  const noise = await play(fromNoise)
  const { scene } = sceneOfPrompt('white cone snow', { seed: 4, vocabulary: await embeddedVocabulary() })
  expect(started.digests).toHaveLength(6)
  expect(started.digests.slice(0, 2)).toEqual(digests(sceneLatents(scene, { count: 6, height: 2, width: 4 })))
  expect(started.digests.filter((digest) => noise.digests.includes(digest))).toEqual([])
  expect(started.outcome).toMatchObject({ status: 'finished', chunks: 6, frames: 69 })
  expect(started.told.at(-1)).toBe('a white cone, snow')
  const { models } = await readCapsule(String(started.outcome['video']))
  expect(models.map(({ name }) => name)).toEqual(['small', 'small decoder'])
})

test('a video from first frames goes on from a checkpoint with the same latents', async () => {
  await using model = await smallModel({ words: 'world', firstFrames: { scene: 'red box', chunks: 3 } })
  const whole = await play(model, '--chunks', '8')
  const part = await play(model, '--chunks', '2')
  const rest = await play(model, '--chunks', '8', '--resume', String(part.outcome['checkpoint']))
  expect(rest.digests).toEqual(whole.digests.slice(2))
})

test('pictures come from files beside the document and from data URIs, each shown equally long', async () => {
  const uri = `data:image/png;base64,${Buffer.from(await encodePng(plain(200))).toString('base64')}`
  await using model = await smallModel({ firstFrames: { source: 'pictures', files: `dark.png\n${uri}\n` } })
  await writeFile(join(model.path, 'dark.png'), await encodePng(plain(20)))
  const { digests, told } = await play(model)
  const pictures = Array.from({ length: 9 }, (_, i) => plain(i < 5 ? 20 : 200))
  expect(digests.slice(0, 1)).toEqual(await encoded(model, pictures))
  expect(told.at(-1)).toBe('2 of 32 x 16, scaled to 32 x 16')
})

test('a clip is taken at the speed of the video, and refused where it is too short', async (context) => {
  const ffmpeg = await findFfmpeg()
  if (ffmpeg.status === 'missing') context.skip(ffmpeg.reason)
  await using model = await smallModel({ firstFrames: { source: 'video', files: 'clip.mp4' } })
  const clip = join(model.path, 'clip.mp4')
  const grey = ['-f', 'lavfi', '-i', 'color=gray:s=64x32:r=30:d=1', '-pix_fmt', 'yuv420p', clip]
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...grey])
  expect((await play(model)).told.at(-1)).toBe('9 pictures of clip.mp4, covering 32 x 16')
  const document = await readFile(model.document, 'utf8')
  await writeFile(model.document, document.replace('"clip.mp4"', '"clip.mp4","chunks":4'))
  expect(await refused(model)).toMatch(
    /Node 'first'.*clip\.mp4 has 1\.00 s after 0 s, but 3\.75 s are needed: ask for fewer chunks/,
  )
})

test('says what to do where the model has no encoder or knows no scenes, and where nothing is named', async () => {
  await using model = await smallModel({ firstFrames: { source: 'pictures', files: 'one.png' } })
  await rm(join(model.model, tinyWorldFiles.frameEncoder))
  expect(await refused(model)).toMatch(
    /Node 'first'.*The model small has no encoder\.safetensors, so it cannot read pictures: put the file beside its decoder/,
  )
  await using nameless = await smallModel({ firstFrames: { source: 'pictures' } })
  expect(await refused(nameless)).toContain('No picture is named')
  await using otherWorld = await smallModel({ firstFrames: {} })
  expect(await refused(otherWorld)).toMatch(
    /Node 'first'.*The model small knows no scenes by words: set the source to pictures or video/,
  )
})
