import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needFfmpeg } from '../testing/installed-tools.js'
import { knownFrames } from '../testing/known-frames.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openVideo } from '../writer/open-video.js'
import { readCapsule } from './read-capsule.js'

interface Copy {
  readonly encoder: EncoderName
  readonly to: string
  readonly flags?: readonly string[]
}

test.for<Copy>([
  { encoder: 'ffmpeg', to: 'an-mp4-for-the-web.mp4', flags: ['-movflags', '+faststart'] },
  { encoder: 'ffmpeg', to: 'an-mp4-with-keys.mp4', flags: ['-movflags', 'use_metadata_tags'] },
  { encoder: 'ffmpeg', to: 'a-matroska.mkv' },
  { encoder: 'webp', to: 'a-webm.webm' },
  { encoder: 'webp', to: 'a-matroska.mkv' },
])('a capsule survives when another program copies a video by $encoder to $to', async (copy, context) => {
  await needFfmpeg(context)
  const folder = await temporaryFolder()
  const shape = { width: 64, height: 48, fps: 16 }
  const writer = await openVideo({
    ...shape,
    path: join(folder, 'v'),
    capsule: () => exampleCapsule,
    encoder: copy.encoder,
  })
  await writer.write(knownFrames(0, 20))
  await writer.close()
  const target = join(folder, copy.to)
  const flags = ['-v', 'error', '-i', writer.path, '-c', 'copy', ...(copy.flags ?? []), target]
  await promisify(execFile)('ffmpeg', flags)
  expect(await readCapsule(target)).toEqual(exampleCapsule)
})
