import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import { readCapsule } from '../capsule/read-capsule.js'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { decodeByFfmpeg, decodeBySharp, readByMediabunny } from '../testing/decode-video.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needEncoder, probe } from '../testing/installed-tools.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const FRAMES_PER_CHUNK = 6
const FRAME_BYTES = 64 * 48 * 3
const GREY = 100

/** Writes for ever, and says after each chunk how many frames are on disk. Uses the built package. */
const ENDLESS_RUN = `
  import { openVideo } from '@frameloom/video'
  const { capsule, ...options } = JSON.parse(process.argv[1])
  const writer = await openVideo({ ...options, capsule: () => capsule })
  const data = new Uint8Array(${FRAME_BYTES}).fill(${GREY})
  const frames = Array.from({ length: ${FRAMES_PER_CHUNK} }, () => ({ width: 64, height: 48, data }))
  process.stdout.write(writer.path + '\\n')
  for (;;) {
    await writer.write(frames)
    process.stdout.write(writer.frames + '\\n')
  }
`

/** Kills a run in the middle of a chunk, five chunks in. */
async function killedRun(encoder: EncoderName): Promise<{ readonly path: string; readonly frames: number }> {
  const path = join(await temporaryFolder(), 'killed')
  const options = JSON.stringify({ path, width: 64, height: 48, fps: 16, capsule: exampleCapsule, encoder })
  const child = spawn(process.execPath, ['--input-type=module', '--eval', ENDLESS_RUN, options], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const said: string[] = []
  for await (const line of createInterface(child.stdout)) {
    said.push(line)
    if (said.length === 6) child.kill('SIGKILL')
  }
  await ended
  return { path: said[0] ?? 'no path', frames: Number(said.at(-1)) }
}

describe.each<{ encoder: EncoderName }>([{ encoder: 'ffmpeg' }, { encoder: 'webp' }])(
  'a run by $encoder that is killed',
  ({ encoder }) => {
    test('leaves every finished chunk, playable, with its document', async (context) => {
      await needEncoder(context, encoder)
      const { path, frames } = await killedRun(encoder)
      expect(frames).toBeGreaterThanOrEqual(5 * FRAMES_PER_CHUNK)
      const decoded = encoder === 'webp' ? await decodeBySharp(path) : await decodeByFfmpeg(path, FRAME_BYTES)
      expect(decoded.length).toBeGreaterThanOrEqual(frames)
      // Flat grey: rounding to limited-range YCbCr and back moves it by 2 levels at most.
      for (const { data } of decoded) expect(Math.abs((data[FRAME_BYTES / 2] ?? 0) - GREY)).toBeLessThanOrEqual(2)
      expect(await readCapsule(path)).toEqual(exampleCapsule)
      expect(await readCapsule(`${path}.capsule.json`)).toEqual(exampleCapsule)
      expect((await readByMediabunny(path)).packets.length).toBeGreaterThanOrEqual(frames)
    })

    test('is counted by ffprobe up to its last finished chunk', async (context) => {
      await needEncoder(context, encoder)
      const { path, frames } = await killedRun(encoder)
      expect((await probe(context, path)).frames).toBeGreaterThanOrEqual(frames)
    })
  },
)
