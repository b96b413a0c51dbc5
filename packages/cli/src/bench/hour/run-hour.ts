import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import { loadTinyWorld } from '@frameloom/tiny-world'
import type { DeviceChoice } from '../../device-option.js'
import { onnxRuntime } from '../../onnx-runtime.js'
import type { Contestant } from '../videos/contestants.js'
import { type KeptVideo, KeptVideos } from '../videos/kept-videos.js'
import { VideoOrigin } from '../videos/video-origin.js'
import { hourLength, type HourSettings } from './hour-length.js'
import { hourPlot } from './hour-plot.js'
import { hourResult, type HourResult } from './hour-result.js'
import { type HourAbout, hourTable } from './hour-table.js'
import { minuteCurve, type MinuteCurves } from './minute-means.js'
import { playHour } from './play-hour.js'
import { UnfinishedHour } from './unfinished-hour.js'

export interface RunHourRequest {
  /** A folder like that of the embedded model's weights; undefined: those. */
  readonly folder: string | undefined
  readonly device: DeviceChoice
  readonly threads: number
  readonly strategy: string
  readonly contestant: Contestant
  readonly prompts: number
  readonly settings: HourSettings
  readonly out: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: HourProgress) => Promise<void>
}

export interface HourProgress {
  /** Prompt number, from 0. */
  readonly prompt: number
  readonly prompts: number
  /** Chunks made, of `chunks`. */
  readonly chunk: number
  readonly chunks: number
}

export interface HourReport {
  readonly result: HourResult
  /** Files that were written. */
  readonly files: readonly string[]
}

const PLOTS = {
  'scores.svg': {
    title: 'Scores by the minute',
    names: {
      identity: 'identity',
      markRight: 'mark right',
      hourError: 'hour error',
      exposureError: 'exposure error',
    },
  },
  'memory.svg': { title: 'Resident memory by the minute, MiB', names: { memoryMiB: 'resident memory' } },
} as const

/**
 * Makes and scores every long video that is not kept yet, one after the other so that the process's memory is that of one video, and
 * writes `results.json`, `table.md` and plots.
 * @throws Refusal `inputs-invalid` where nothing of the first minute would be made, `checkpoint-mismatch` where videos of other settings or weights are kept
 */
export async function runHour(request: RunHourRequest): Promise<HourReport> {
  const { folder, device: kind, threads, strategy, contestant, prompts, settings, out, signal } = request
  await using device = await openDevice(kind, { ...onnxRuntime(), threads })
  await using world = await loadTinyWorld({ device, signal, ...(folder !== undefined && { folder }) })
  const origin = new VideoOrigin({ ...settings }, world)
  const kept = new KeptVideos({ folder: out, score: minuteCurve }, origin)
  const videos: KeptVideo<MinuteCurves>[] = []
  for (let seed = 0; seed < prompts; seed++) {
    signal.throwIfAborted()
    const onChunk = (chunk: number, chunks: number) =>
      request.onProgress({ prompt: seed, prompts, chunk: chunk + 1, chunks })
    const known = await kept.read(strategy, seed)
    const unfinished = new UnfinishedHour(`${kept.path(strategy, seed)}.checkpoint.safetensors`, origin)
    const asked = { world, contestant, settings, seed, signal, onChunk }
    const video = known ?? { seed, ...(await playHour(asked, unfinished)) }
    if (!known) await kept.write(strategy, video)
    await unfinished.remove()
    videos.push(video)
  }
  const { model } = world
  const { chunks } = hourLength(settings, world)
  const latentFrames = chunks * model.geometry.chunkFrames
  const about = { strategy, settings, chunks, latentFrames, prompts, model: model.name }
  const result = hourResult(videos)
  return { result, files: await write(out, result, about) }
}

async function write(out: string, result: HourResult, about: HourAbout): Promise<string[]> {
  const texts: Readonly<Record<string, string>> = {
    'results.json': `${JSON.stringify({ ...about, measures: result }, undefined, 2)}\n`,
    'table.md': hourTable(result, about),
    ...Object.fromEntries(Object.entries(PLOTS).map(([name, plot]) => [name, hourPlot(result, plot)])),
  }
  await mkdir(out, { recursive: true })
  const files = Object.keys(texts).map((name) => join(out, name))
  for (const [name, text] of Object.entries(texts)) await writeFile(join(out, name), text)
  return files
}
