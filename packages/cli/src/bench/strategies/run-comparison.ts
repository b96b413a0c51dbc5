import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevice } from '@frameloom/runtime'
import { loadTinyWorld, type TinyWorld } from '@frameloom/tiny-world'
import type { DeviceChoice } from '../../device-option.js'
import { onnxRuntime } from '../../onnx-runtime.js'
import { type Comparison, compare } from './comparison.js'
import { comparisonPlot } from './comparison-plot.js'
import { comparisonTable } from './comparison-table.js'
import { contestants } from '../videos/contestants.js'
import { KeptVideos, type KeptVideo, scoresByQuarter } from '../videos/kept-videos.js'
import type { VideoScores } from './video-score.js'
import { playVideo, type VideoSettings } from './play-video.js'
import { videoLength } from './video-length.js'
import { VideoOrigin } from '../videos/video-origin.js'
import type { Scored } from './video-score.js'

export interface ComparisonRequest {
  /** A folder like that of the embedded model's weights; undefined: those. */
  readonly folder: string | undefined
  readonly device: DeviceChoice
  /** To compute each video with. */
  readonly threads: number
  /** Videos that are made at the same time. */
  readonly parallel: number
  readonly names: readonly string[]
  readonly prompts: number
  readonly settings: VideoSettings
  readonly out: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: ComparisonProgress) => Promise<void>
}

export interface ComparisonProgress {
  readonly strategy: string
  /** Prompt number, from 0. */
  readonly prompt: number
  /** Videos done, of `videos`. */
  readonly done: number
  readonly videos: number
  /** Chunks of the video that is being made. */
  readonly chunk: number
  readonly chunks: number
}

export interface ComparisonResult {
  readonly comparison: Comparison
  /** Files that were written. */
  readonly files: readonly string[]
}

/** The measures that are plotted. */
const PLOTTED = ['identity', 'markRight', 'landmarksOnReturn', 'speedRight']

/**
 * Makes and scores every video that is not kept yet, prompt after prompt so that an unfinished comparison is a fair one, and
 * writes `results.json`, `table.md` and a plot for the main measures.
 * @throws Refusal `inputs-invalid` where the settings leave nothing to measure, `checkpoint-mismatch` where videos of other ones are kept
 */
export async function runComparison(request: ComparisonRequest): Promise<ComparisonResult> {
  const { names, prompts, onProgress } = request
  const seeds = Array.from({ length: prompts }, (_, seed) => seed)
  const wanted = seeds.flatMap((seed) => names.map((name) => ({ name, seed })))
  const videos = new Map<string, KeptVideo<VideoScores>[]>(names.map((name) => [name, []]))
  const waiting = wanted.values()
  let done = 0
  const made = await allOrFirstFailure(request, (signal) =>
    inWorkplace({ ...request, signal }, async ({ world, kept }) => {
      const { frames } = videoLength(request.settings, world.model.geometry.chunkFrames)
      for (const { name, seed } of waiting) {
        signal.throwIfAborted()
        const contestant = contestants[name]
        if (!contestant) continue
        const progress = { strategy: name, prompt: seed, videos: wanted.length }
        const onChunk = (chunk: number, chunks: number) => onProgress({ ...progress, done, chunk: chunk + 1, chunks })
        const known = await kept.read(name, seed)
        const asked = { world, contestant, settings: request.settings, seed, signal, onChunk }
        const video = known ?? { seed, ...(await playVideo(asked)) }
        if (!known) await kept.write(name, video)
        videos.get(name)?.push(video)
        done++
      }
      return { model: world.model.name, frames }
    }),
  )
  for (const list of videos.values()) list.sort((one, other) => one.seed - other.seed)
  const comparison = compare(videos)
  const { model = '', frames = request.settings.frames } = made[0] ?? {}
  return {
    comparison,
    files: await write(comparison, { ...request, settings: { ...request.settings, frames }, model }),
  }
}

interface Workplace {
  readonly world: TinyWorld
  readonly kept: KeptVideos<Scored>
}

/** Work with a model of its own on a device of its own, because a device computes one thing after the other. */
async function inWorkplace<Made>(
  { folder, device: kind, threads, settings, out, signal }: ComparisonRequest,
  work: (workplace: Workplace) => Promise<Made>,
): Promise<Made> {
  await using device = await openDevice(kind, { ...onnxRuntime(), threads })
  await using world = await loadTinyWorld({ device, signal, ...(folder !== undefined && { folder }) })
  const origin = new VideoOrigin({ ...settings }, world)
  return await work({ world, kept: new KeptVideos({ folder: out, score: scoresByQuarter }, origin) })
}

/** Does the same several times at once; the first failure stops the others and is thrown. */
async function allOrFirstFailure<Made>(
  { parallel, signal }: Pick<ComparisonRequest, 'parallel' | 'signal'>,
  work: (signal: AbortSignal) => Promise<Made>,
): Promise<Made[]> {
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const results = await Promise.allSettled(
    Array.from({ length: parallel }, () =>
      work(either).catch((error: unknown) => {
        failure.abort(error)
        throw error
      }),
    ),
  )
  signal.throwIfAborted()
  if (failure.signal.aborted) throw failure.signal.reason
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

async function write(
  comparison: Comparison,
  { out, settings, prompts, model }: ComparisonRequest & { readonly model: string },
): Promise<string[]> {
  await mkdir(out, { recursive: true })
  const texts: Record<string, string> = {
    'results.json': `${JSON.stringify({ model, prompts, settings, comparison }, undefined, 2)}\n`,
    'table.md': comparisonTable(comparison, { settings, prompts, model }),
  }
  for (const measure of PLOTTED) {
    const measured = Object.values(comparison).some((scores) => scores[measure]?.whole)
    if (measured) texts[`${measure}.svg`] = comparisonPlot(comparison, measure)
  }
  const files = Object.keys(texts).map((name) => join(out, name))
  for (const [name, text] of Object.entries(texts)) await writeFile(join(out, name), text)
  return files
}
