import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect, test, type TestContext } from 'vitest'
import { needFfmpeg } from '../testing/installed-tools.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { findFfmpeg } from './find-ffmpeg.js'

/** A program that describes itself as ffmpeg does. */
async function standIn(context: TestContext, script: string): Promise<string> {
  if (process.platform === 'win32') context.skip('the stand-in for ffmpeg is a shell script')
  const path = join(await temporaryFolder(), 'ffmpeg')
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return path
}

test('the ffmpeg of this machine is found with its version', async (context) => {
  await needFfmpeg(context)
  expect(await findFfmpeg()).toMatchObject({ status: 'found', version: expect.stringMatching(/\d/), hasLibx264: true })
})

test('an ffmpeg without libx264 is told apart', async (context) => {
  const path = await standIn(context, 'echo "ffmpeg version 7.1-custom Copyright"; echo " V..... libvpx"')
  const found = { status: 'found', path, version: '7.1-custom', hasLibx264: false }
  expect(await findFfmpeg({ FFMPEG_PATH: path })).toEqual(found)
  const folders = [await temporaryFolder(), join(path, '..')]
  expect(await findFfmpeg({ PATH: folders.join(delimiter) })).toEqual(found)
})

test('an ffmpeg that does not run is missing, with what happened', async (context) => {
  const path = await standIn(context, 'echo no such library >&2; exit 127')
  expect(await findFfmpeg({ FFMPEG_PATH: path })).toMatchObject({
    status: 'missing',
    reason: expect.stringMatching(/does not run \(.*no such library\): reinstall ffmpeg, or correct FFMPEG_PATH\.$/s),
  })
})

test('no ffmpeg at all is missing, with what to do', async () => {
  expect(await findFfmpeg({ PATH: await temporaryFolder() })).toEqual({
    status: 'missing',
    reason: 'No ffmpeg on PATH: install it, or set FFMPEG_PATH to the executable.',
  })
})
