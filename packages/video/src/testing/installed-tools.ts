import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TestContext } from 'vitest'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { findFfmpeg } from '../encoder/find-ffmpeg.js'

/** Skips the test, with the reason in the summary, where the encoder's program is not installed. */
export async function needEncoder(context: TestContext, encoder: EncoderName): Promise<void> {
  if (encoder === 'ffmpeg') await needFfmpeg(context)
}

export async function needFfmpeg(context: TestContext): Promise<void> {
  const found = await findFfmpeg()
  if (found.status === 'missing') context.skip(found.reason)
  else if (!found.hasLibx264) context.skip(`${found.path} is built without libx264`)
}

export interface Probe {
  readonly frames: number
  readonly rate: string
  readonly seconds: number
}

/** What ffprobe, reading every packet, says about a video. Skips the test where it is not installed. */
export async function probe(context: TestContext, path: string): Promise<Probe> {
  const entries = 'format=duration:stream=avg_frame_rate,nb_read_frames'
  const flags = ['-v', 'error', '-count_frames', '-show_entries', entries, '-of', 'json', path]
  const { stdout } = await promisify(execFile)('ffprobe', flags).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') context.skip('ffprobe is not installed')
    throw error
  })
  const { streams, format } = JSON.parse(stdout) as {
    streams: { avg_frame_rate: string; nb_read_frames: string }[]
    format: { duration: string }
  }
  const [stream] = streams
  return {
    frames: Number(stream?.nb_read_frames),
    rate: stream?.avg_frame_rate ?? 'none',
    seconds: Number(format.duration),
  }
}
