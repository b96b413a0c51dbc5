import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

export type FfmpegSearch =
  | { readonly status: 'found'; readonly path: string; readonly version: string; readonly hasLibx264: boolean }
  | { readonly status: 'missing'; readonly reason: string }

/** Longest that ffmpeg may take to describe itself, in milliseconds; a cold disk needs a second or two. */
const PATIENCE = 20_000

/**
 * The ffmpeg executable that videos would be written with: the one that `FFMPEG_PATH` names, otherwise the first on
 * `PATH`. Starts it, so that "found" means that it runs.
 */
export async function findFfmpeg(environment: NodeJS.ProcessEnv = process.env): Promise<FfmpegSearch> {
  const named = environment['FFMPEG_PATH']
  const path = named === undefined || named === '' ? await firstOnPath(environment) : named
  if (path === undefined) {
    return { status: 'missing', reason: 'No ffmpeg on PATH: install it, or set FFMPEG_PATH to the executable.' }
  }
  const run = async (...flags: string[]) => (await promisify(execFile)(path, flags, { timeout: PATIENCE })).stdout
  try {
    const [version, encoders] = await Promise.all([run('-version'), run('-hide_banner', '-encoders')])
    return {
      status: 'found',
      path,
      version: /^ffmpeg version (\S+)/.exec(version)?.[1] ?? 'unknown',
      hasLibx264: /\blibx264\s/.test(encoders),
    }
  } catch (error) {
    const found = error instanceof Error ? error.message.trim() : String(error)
    return { status: 'missing', reason: `${path} does not run (${found}): reinstall ffmpeg, or correct FFMPEG_PATH.` }
  }
}

async function firstOnPath(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue
    const candidate = join(folder, name)
    if (await isExecutable(candidate)) return candidate
  }
  return undefined
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
